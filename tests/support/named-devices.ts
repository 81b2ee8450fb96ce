import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { createFold, type Fold } from '../../electron/core/exchange/fold/fold'
import type { Doubts } from '../../electron/core/exchange/fold/receiving'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import type { OwnSessions } from '../../electron/core/exchange/journal/own-sessions'
import { foldWithoutForged } from '../../electron/core/exchange/journal/forged-files'
import { deviceOf, type WriterId } from '../../electron/core/exchange/format/writer-id'
import { fileOf, present, writerOf } from './fold-devices'
import { makeSessions } from './made-sessions'
import { seededRandomness } from './seeded-random'

/** A device whose client ids are those of its sessions, which its files name. */
export interface Named {
  readonly me: WriterId
  readonly sessions: OwnSessions
  readonly doc: Y.Doc
  readonly fold: Fold
  /** Writes a file of all that waits, durable at once. */
  flush(): FoldedFile
  /** What a window does: words that it says under a client id of its own. */
  say(words: string, at?: number): void
  text(): string
  /** The last file that it wrote, and the next of its chain with other content. */
  next(content: Partial<FoldedFile>): FoldedFile
}

let seed = 0

/**
 * A device that has just started with these files of its mirror; or one whose vault process folds them anew while `running`
 * sessions of it go on.
 */
export function startNamed(
  number: number,
  o: { files?: readonly FoldedFile[]; doubts?: Doubts; me?: WriterId; running?: OwnSessions } = {},
): Named {
  const me = o.me ?? writerOf(number)
  const sessions = o.running ?? makeSessions(seededRandomness(++seed))
  const doc = new Y.Doc()
  doc.clientID = sessions.begin(me, o.running ? 'vault' : 'window')
  const fold = createFold({ doc, me, own: sessions, ...(o.doubts ? { doubts: o.doubts } : {}) })
  const files = o.files ?? []
  fold.receive(files)
  let last = files.filter(({ writer }) => writer === me).toSorted((a, b) => b.number - a.number)[0]
  const next = (content: Partial<FoldedFile>) => {
    const after = last ? { prev: last.head } : {}
    return fileOf(me, (last?.number ?? 0) + 1, { ...after, ...content })
  }
  return {
    me,
    sessions,
    doc,
    fold,
    flush() {
      last = next(present(fold.take()))
      fold.filed(last)
      return last
    },
    say: (words, at) => doc.getText('t').insert(at ?? doc.getText('t').length, words),
    text: () => doc.getText('t').toJSON(),
    next,
  }
}

/** A device, unlocked with these files: folded anew without those that it finds to be forged. */
export function unlock(files: readonly FoldedFile[], number = 1): Named & { folds: number } {
  let folds = 0
  const { device } = foldWithoutForged([], (doubts) => {
    folds++
    const started = startNamed(number, { files, doubts })
    return { ...started.fold, device: started }
  })
  return { ...device, folds }
}

/** An update of words that a changed app says under somebody's client id, behind what an update has told it. */
export function forge(client: number, words: string, after?: Uint8Array): Uint8Array {
  const doc = new Y.Doc()
  if (after) Y.applyUpdate(doc, after)
  const before = Y.encodeStateVector(doc)
  doc.clientID = client
  doc.getText('t').insert(doc.getText('t').length, words)
  return Y.encodeStateAsUpdate(doc, before)
}

/** Who stands still, by number of the device. */
export const standingOf = ({ fold }: Pick<Named, 'fold'>) =>
  fold.standing().map(({ writer, reason }) => `${Number(deviceOf(writer))} ${reason}`)

/** An update that says of a client that its first clocks were collected together with what they stood in (Yjs, V1). */
export const goneOf = (client: number, length: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, 1, client, 0, 0, length, 0]) encoding.writeVarUint(encoder, number)
  })

/** These files in each order in which they may come. */
export const inAnyOrder = (...files: FoldedFile[]): FoldedFile[][] =>
  files.length < 2
    ? [files]
    : files.flatMap((file) => inAnyOrder(...files.filter((each) => each !== file)).map((rest) => [file, ...rest]))
