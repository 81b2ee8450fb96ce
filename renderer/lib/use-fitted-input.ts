import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { signStart } from '../../shared/graphemes'
import { oneLine, plainLines } from '../../shared/plain-lines'

/**
 * What is typed or pasted into a field of one line comes in on one line, and as far as there is room for whole signs: a
 * browser would cut an emoji to what fits of it. The reference is to be given to the field, which must stay mounted.
 * `onFit` hears after each change whether some of it was left out.
 */
export function useFittedInput(onFit?: (isCut: boolean) => void): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  const latest = useRef(onFit)
  useLayoutEffect(() => {
    latest.current = onFit
  })
  useEffect(() => {
    const input = field.current
    const listener = (event: InputEvent) => {
      if (event.isComposing || input?.type !== 'text') return
      const isCut = fit(event, input)
      latest.current?.(isCut)
    }
    input?.addEventListener('beforeinput', listener)
    return () => input?.removeEventListener('beforeinput', listener)
  }, [])
  return field
}

/** Whether some of what comes in had to be left out. */
function fit(event: InputEvent, field: HTMLInputElement): boolean {
  const { data } = event
  if (data === null) return false
  const [line, room] = [asLine(data), roomIn(field)]
  const fitting = fittingPart(line, room)
  if (fitting !== data) {
    event.preventDefault()
    // The one way to put text into a field that its undo knows of.
    if (fitting !== '') document.execCommand('insertText', false, fitting)
  }
  return fitting !== line
}

/** Half a character would stay on the screen as what nothing can store. */
const asLine = (text: string) => oneLine(plainLines(text.toWellFormed()))

/** What of a text comes into a field with room for so many UTF-16 code units. */
export function fittingPart(text: string, room: number): string {
  const line = asLine(text)
  return line.length <= room ? line : line.slice(0, signStart(line, Math.max(0, room)))
}

function roomIn({ maxLength, value, selectionStart, selectionEnd }: HTMLInputElement): number {
  if (maxLength < 0) return Number.POSITIVE_INFINITY
  return maxLength - value.length + ((selectionEnd ?? 0) - (selectionStart ?? 0))
}
