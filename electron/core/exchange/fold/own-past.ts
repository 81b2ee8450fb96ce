import type { WriterId } from '../format/writer-id'
import type { FoldedFile } from './folded-file'

/**
 * These files in two parts: those of this device with all that they rest on, and the others. What the first part gives is
 * what this device has seen when it wrote; so no file that it had not seen then can put other words in the place of those
 * that it has answered.
 */
export function byOwnPast(
  files: readonly FoldedFile[],
  isOwn: (writer: WriterId) => boolean,
): [past: FoldedFile[], others: FoldedFile[]] {
  const own = files.filter(({ writer }) => isOwn(writer))
  if (own.length === 0) return [[], [...files]]
  const ofWriter = new Map<WriterId, FoldedFile[]>()
  for (const file of files.toSorted((a, b) => b.first - a.first)) {
    const list = ofWriter.get(file.writer)
    if (list) list.push(file)
    else ofWriter.set(file.writer, [file])
  }
  const past = new Set(own)
  // A set is gone through together with what is added meanwhile. Who made a snapshot may say that it stands for anything.
  for (const file of past) {
    const rests = isOwn(file.writer) ? [...file.deps, ...headsIn(file)] : file.deps
    for (const [writer, number] of rests) {
      const list = ofWriter.get(writer) ?? []
      for (let last = list.at(-1); last && last.first <= number; last = list.at(-1)) {
        past.add(last)
        list.pop()
      }
    }
  }
  return [files.filter((file) => past.has(file)), files.filter((file) => !past.has(file))]
}

const headsIn = ({ vector }: FoldedFile) => [...vector].map(([writer, { number }]) => [writer, number] as const)
