/** One thing that the stand-in was told, and with what. */
export interface Told {
  readonly name: string
  readonly with: readonly unknown[]
}

/** Everything the stand-in was told that a specification may ask for, in the order in which it came. */
export const told: Told[] = []

/** Keeps what the stand-in is told. */
export function tell(name: string, ...words: unknown[]): void {
  told.push({ name, with: words })
}
