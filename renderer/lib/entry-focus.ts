/** Whether no key would reach anything that a person sees: the focus is nowhere, or on what holds the page. */
export function isFocusAstray(place: HTMLElement | null): boolean {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused === document.body || focused === place) return true
  // Where list and page alternate, the one that had the focus may have just been put away.
  return !focused.checkVisibility()
}

/** Takes the focus off the page and the fields above it: what is half typed there is finished, and no key changes it. */
export function leaveEntry(place: HTMLElement | null): void {
  if (place?.contains(document.activeElement)) place.focus({ preventScroll: true })
}

/**
 * Finishes the field that one types in, as leaving it does, and goes on in it: before the vault locks or the window goes,
 * which no field hears of.
 */
export function finishField(): void {
  const field = document.activeElement
  if (!(field instanceof HTMLElement) || !field.matches('input, [role=spinbutton]')) return
  field.blur()
  field.focus({ preventScroll: true })
}
