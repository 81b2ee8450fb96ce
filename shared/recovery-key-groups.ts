const groupLength = 4

/** The recovery key as it is shown and read aloud: groups of four letters and digits, upper case, without separators. */
export function recoveryKeyGroups(key: string): string[] {
  const letters = key.toUpperCase().replace(/[^0-9A-Z]/gu, '')
  return letters.match(new RegExp(`.{1,${groupLength}}`, 'gu')) ?? []
}

/**
 * Whether what was typed is this group, forgiving what a hand-written key invites: case, spaces and dashes, O for 0,
 * I or L for 1 (the decoding rules of Crockford's base32).
 */
export const sameGroup = (typed: string, group: string) => foldGroup(typed) === foldGroup(group)

const foldGroup = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1')

/** Two different positions below `count`, in order; `random` gives numbers from 0 up to but not including 1. */
export function pickTwo(count: number, random: () => number): [number, number] {
  const first = Math.floor(random() * count)
  const other = Math.floor(random() * (count - 1))
  const second = other < first ? other : other + 1
  return first < second ? [first, second] : [second, first]
}
