/** Backslashes put into a text one after the other, each before one of its letters; none is moved or taken away. */
export interface Backslashes {
  /** Before which letters one stands, ascending, in offsets of the text without them. */
  readonly places: readonly number[]
  /** Where a letter is that is at `place` in the text without them. */
  shifted(place: number): number
  /** Puts one before each of these letters, in offsets of the text with those that stand there. */
  add(letters: Iterable<number>): void
  /** Whether the letter at `at` of the text with them is one of them. */
  isOwn(at: number): boolean
}

/** A text with a backslash before each of these letters, which are in ascending order. */
export function withBackslashes(plain: string, places: readonly number[]): string {
  const parts = places.map((place, index) => `${plain.slice(places[index - 1] ?? 0, place)}\\`)
  return parts.join('') + plain.slice(places.at(-1) ?? 0)
}

/** Those before these letters to begin with, which are in ascending order. */
export function createBackslashes(first: readonly number[] = []): Backslashes {
  let places = first
  /** How many of them stand before this place of the text with them. */
  const countBefore = (at: number) => firstIndex(places.length, (index) => (places[index] ?? 0) + index >= at)
  return {
    get places() {
      return places
    },
    shifted: (place) => place + firstIndex(places.length, (index) => (places[index] ?? 0) > place),
    add(letters) {
      const added = Array.from(letters, (at) => at - countBefore(at))
      places = [...new Set([...places, ...added])].sort((a, b) => a - b)
    },
    isOwn(at) {
      const index = countBefore(at)
      return (places[index] ?? -1) + index === at
    },
  }
}

/** The first of so many indexes for which this holds, as it does for all behind it; their number where it holds for none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
