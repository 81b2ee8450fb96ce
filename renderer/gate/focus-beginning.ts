/**
 * A ref for a part of a view that has just appeared: focuses its first field, or else its title, so that one can type
 * at once or have it read from its beginning.
 */
export function focusBeginning(part: HTMLElement | null): void {
  const beginning =
    part?.querySelector<HTMLElement>('input, textarea') ?? part?.querySelector<HTMLElement>('[tabindex="-1"]')
  beginning?.focus()
}
