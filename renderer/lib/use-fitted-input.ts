import { type RefObject, useEffect, useRef } from 'react'
import { signStart } from '../../shared/graphemes'
import { oneLine, plainLines } from '../../shared/plain-lines'

/**
 * What is typed or pasted into a field of one line comes in on one line, and as far as there is room for whole signs: a
 * browser would cut an emoji to what fits of it. The reference is to be given to the field, which must stay mounted.
 */
export function useFittedInput(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const input = field.current
    input?.addEventListener('beforeinput', fit)
    return () => input?.removeEventListener('beforeinput', fit)
  }, [])
  return field
}

function fit(event: InputEvent): void {
  const { data, target } = event
  if (data === null || event.isComposing || !(target instanceof HTMLInputElement) || target.type !== 'text') return
  const fitting = fittingPart(data, roomIn(target))
  if (fitting === data) return
  event.preventDefault()
  // The one way to put text into a field that its undo knows of.
  if (fitting !== '') document.execCommand('insertText', false, fitting)
}

/** What of a text comes into a field with room for so many UTF-16 code units. */
export function fittingPart(text: string, room: number): string {
  const line = oneLine(plainLines(text))
  return line.length <= room ? line : line.slice(0, signStart(line, Math.max(0, room)))
}

function roomIn({ maxLength, value, selectionStart, selectionEnd }: HTMLInputElement): number {
  if (maxLength < 0) return Number.POSITIVE_INFINITY
  return maxLength - value.length + ((selectionEnd ?? 0) - (selectionStart ?? 0))
}
