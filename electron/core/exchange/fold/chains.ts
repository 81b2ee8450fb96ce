import { deviceOf, type WriterId } from '../format/writer-id'
import type { FoldedFile, Head, StandingReason } from './folded-file'
import { createHeads, type Heads } from './heads'
import type { LiveWriters } from './live-writers'
import type { FileFault } from './content'
import { createStanding } from './standing'
import { FileTurns } from './file-turns'

interface ChainsOptions {
  readonly document: number
  /** Whether the writer is one of this device's. */
  isOwn(writer: WriterId): boolean
  /** Whether this writer's device may write the document at all. */
  mayWrite(writer: WriterId): boolean
  readonly live: LiveWriters
  onStanding(writer: WriterId, reason: StandingReason): void
}

/**
 * The order in which the files of one document are applied: each after its predecessor and its deps, known by their
 * hashes and by nothing that Yjs says. Of a fork each file follows the one that it names, so that what either copy wrote
 * is there, whichever came first (docs/decisions/0009). A snapshot's vector satisfies order and nothing else: what it
 * names is applied all the same when it comes, for a snapshot may leave words out.
 */
export function createChains(options: ChainsOptions) {
  const { document, mayWrite, isOwn, live } = options
  const heads = createHeads()
  const standing = createStanding(options.onStanding)
  const turns = new FileTurns(heads, isOwn)
  const nameAll = createNaming({ heads, turns, mayWrite, isOwn })

  /** The file isn't applied, and so nothing that follows it is; but for one's own, of which the others can be read. */
  function setAside(file: FoldedFile, reason: StandingReason): void {
    standing.stop(file.writer, reason)
    if (reason === 'newer' || !isOwn(file.writer)) return turns.drop(file)
    heads.apply(file)
    turns.applied(file)
  }

  return {
    vector: heads.vector,
    applied: heads.applied,
    isKnown: heads.isApplied,
    /** Whether the files that were applied lead from the first to the second, or it is the same. */
    leadsTo: (writer: WriterId, from: Head, to: Head): boolean =>
      heads.isApplied(writer, to) && (!standing.isForked(writer) || heads.follows(writer, from, to)),
    standing: standing.list,

    /** Takes in a file, in whatever order; one that was applied here is passed over, two under one number are a fork. */
    offer(file: FoldedFile): void {
      const { writer } = file
      if (heads.isApplied(writer, file) || turns.knows(file)) return
      // A writer writes one document; one of which this version knows nothing keeps nobody waiting.
      const isStray = file.document !== document
      if (isStray && !(file.first > 1 && heads.leads(file))) return standing.name(writer, 'newer')
      if (isStray || !mayWrite(writer)) return standing.stop(writer, 'refused')
      if (!live.admits(writer)) return standing.name(live.firstRefused(writer), 'refused')
      if (heads.contradicts(file) || heads.strays(file) || turns.contradicts(file)) standing.name(writer, 'fork')
      turns.add(file)
    },

    /** A file whose turn it is, or null. */
    next(): FoldedFile | null {
      for (let file = turns.next(); file; file = turns.next()) {
        if (file.kind === 'update' || file.kind === 'snapshot') return file
        setAside(file, file.kind === 'newer' ? 'newer' : 'refused')
      }
      return null
    },

    /** Counts a file as applied, and what a snapshot names. */
    advance(file: FoldedFile): void {
      const { writer, first, prev } = file
      standing.goesOn(writer)
      heads.apply(file)
      const before = { number: first - 1, head: prev }
      // One that came by a snapshot's word: what lies before it has been somewhere as well.
      if (first > 1 && !heads.isApplied(writer, before)) nameAll([[writer, before]], writer)
      nameAll(file.vector, writer)
      if (turns.at(writer, file.number + 1).some(heads.strays)) standing.name(writer, 'fork')
      turns.applied(file)
    },

    /** Of the file that was applied some is left out, which stays told of its writer. */
    tellOf: ({ writer }: FoldedFile): void => standing.stop(writer, 'refused'),

    /** An own file that is durable, of as many parts as there are numbers from `first`. */
    reach(writer: WriterId, head: Head, first = head.number): void {
      heads.apply({ writer, first, prev: heads.appliedOf(writer).head, ...head })
      turns.reached(writer, head)
    },

    /** What lacked something though its turn had come may lack it no more. */
    tryAgain: () => turns.mayHelp(),

    /** A file that can't be applied: its writer stands still there, for good unless what it rests on comes otherwise. */
    refuse(file: FoldedFile, fault: FileFault): void {
      // What was written by who had it applied doesn't wait for it: it rests on nothing that is forged, or waits by itself.
      if (fault === 'forged' || fault === 'contested') turns.excuse(file)
      if (fault !== 'out-of-order' && fault !== 'ahead') return setAside(file, 'refused')
      turns.postpone(file)
      standing.name(file.writer, 'refused')
    },
  }
}

/** Takes the word of a snapshot by `by` that files up to these have been somewhere. */
function createNaming({
  heads,
  turns,
  mayWrite,
  isOwn,
}: { heads: Heads; turns: FileTurns } & Pick<ChainsOptions, 'mayWrite' | 'isOwn'>) {
  return (vector: Iterable<readonly [WriterId, Head]>, by: WriterId): void => {
    const device = isOwn(by) ? null : deviceOf(by)
    for (const [writer, head] of vector)
      if (mayWrite(writer) && heads.name(writer, head, device)) turns.named(writer, head)
  }
}
