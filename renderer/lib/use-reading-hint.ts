import { type RefObject, useEffect, useState } from 'react'
import type { EntryId } from '../../shared/ids'

/**
 * Whether somebody types where nothing takes words: in the list, or on an entry that they only read. True from the first
 * letter until the focus goes into something that takes them, or another entry is the `writable` one.
 */
export function useReadingHint({
  list,
  place,
  writable,
}: Record<'list' | 'place', RefObject<HTMLElement | null>> & { writable: EntryId | null }): boolean {
  const [typedAt, setTypedAt] = useState<EntryId | null>(null)
  useEffect(() => {
    if (writable === null) return
    const heard = (event: KeyboardEvent) => {
      if (isLetter(event) && isRead(event.target, [list.current, place.current])) setTypedAt(writable)
    }
    const left = ({ target }: FocusEvent) => {
      if (takesWords(target)) setTypedAt(null)
    }
    addEventListener('keydown', heard)
    addEventListener('focusin', left)
    return () => {
      removeEventListener('keydown', heard)
      removeEventListener('focusin', left)
    }
  }, [list, place, writable])
  return writable !== null && typedAt === writable
}

/** One letter or sign of any script; a space presses buttons and scrolls. */
const isLetter = ({ key, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent) =>
  /^.$/u.test(key) && key !== ' ' && !defaultPrevented && !ctrlKey && !metaKey && !altKey

const takesWords = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, [role=spinbutton]'))

function isRead(target: EventTarget | null, parts: readonly (HTMLElement | null)[]): boolean {
  if (!(target instanceof HTMLElement) || takesWords(target)) return false
  return target === document.body || parts.some((part) => part?.contains(target))
}
