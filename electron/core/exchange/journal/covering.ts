import { background, reporting } from '../../../../shared/background'
import type { Clock } from '../../ports'
import type { CoverageContent } from '../format/file-content'
import type { Fold } from '../fold/fold'
import type { JournalWriter } from '../format/journal-writer'
import type { Later } from './later'
import type { WriterId } from '../format/writer-id'

/** At most one coverage in so long; the first follows at once what it covers (docs/decisions/0007). ms */
const coverageEvery = 50
/** How long after a coverage couldn't be written the next attempt is made; ms. */
const retryAfter = 2000

/** Publishes how far this device has stored the files of others; `soon` is told whenever some were applied. */
export function createCovering(o: {
  clock: Clock
  fold: Fold
  later: Later
  me: WriterId
  /** Null where nothing is written. */
  chain: JournalWriter<CoverageContent> | null
}): { soon(): void } {
  const { clock, fold, later, me, chain } = o
  let last = 0
  let isBehind = false
  /** What is covered by now, where something came since the last coverage was begun. */
  function take(): CoverageContent | null {
    const vector = new Map([...fold.applied()].filter(([writer]) => writer !== me))
    if (!isBehind || vector.size === 0 || later.hasEnded()) return null
    isBehind = false
    return { vector, time: clock.now() }
  }
  function cover(): void {
    last = clock.now()
    const again = reporting(() => later.run('coverage', retryAfter, cover))
    if (chain) background(chain.write(take).catch(again))
  }
  return {
    soon() {
      isBehind = true
      later.run('coverage', Math.max(0, last + coverageEvery - clock.now()), cover)
    },
  }
}
