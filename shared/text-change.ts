import { z } from 'zod'
import { AppError } from './failure'

/**
 * One piece of an edit: `insert` takes the place of `[from, to)`. Offsets count UTF-16 code units of the text before
 * the edit, in which a line ends with `\n`.
 */
export const textChange = z
  .object({ from: z.int().min(0), to: z.int().min(0), insert: z.string() })
  .refine((change) => change.to >= change.from)
export type TextChange = z.infer<typeof textChange>

/**
 * The text that one edit makes of `body`: its changes ascend and don't overlap, and all offsets are of the text before.
 * The text is well-formed wherever they begin and end: half a character that stays alone becomes U+FFFD. Throws
 * `edit-out-of-step` when they can't belong to this text, and then nothing of the edit has been applied.
 */
export function applyChanges(body: string, changes: readonly TextChange[]): string {
  const pieces: string[] = []
  let done = 0
  for (const { from, to, insert } of changes) {
    if (from < done || to < from || to > body.length) throw new AppError({ code: 'edit-out-of-step' })
    pieces.push(body.slice(done, from), insert)
    done = to
  }
  pieces.push(body.slice(done))
  return pieces.join('').toWellFormed()
}
