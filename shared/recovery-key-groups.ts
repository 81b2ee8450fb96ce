const groupLength = 4

/** The recovery key as it is shown and read aloud: groups of four letters and digits, upper case, without separators. */
export function recoveryKeyGroups(key: string): string[] {
  const letters = key.toUpperCase().replace(/[^0-9A-Z]/gu, '')
  return letters.match(new RegExp(`.{1,${groupLength}}`, 'gu')) ?? []
}

/**
 * Whether what was typed is this group, forgiving what a hand-written key invites.
 */
export const sameGroup = (typed: string, group: string) => recoveryKeyForm(typed) === recoveryKeyForm(group)

/**
 * A recovery key, or a part of one, as it is read: case, spaces, dashes and what has no shape don't matter, O reads as 0,
 * I and L as 1 (the decoding rules of Crockford's base32). Other signs stay, and make it another key.
 */
export const recoveryKeyForm = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Default_Ignorable_Code_Point}\u2212_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1')

/** Two different positions below `count`, in order; `random` gives numbers from 0 up to but not including 1. */
export function pickTwo(count: number, random: () => number): [number, number] {
  const first = Math.floor(random() * count)
  const other = Math.floor(random() * (count - 1))
  const second = other < first ? other : other + 1
  return first < second ? [first, second] : [second, first]
}
