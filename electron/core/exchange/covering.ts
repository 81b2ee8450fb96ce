import type { Clock } from '../ports'
import type { Vector } from './file-content'
import type { Fold } from './fold/fold'
import type { JournalWriter } from './journal-writer'
import type { Later } from './later'
import type { WriterId } from './writer-id'

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
  chain: JournalWriter<Vector> | null
}): { soon(): void } {
  const { clock, fold, later, me, chain } = o
  let last = 0
  let isDue = false
  function take(): Vector | null {
    if (!isDue) return null
    isDue = false
    const vector = new Map([...fold.vector()].filter(([writer]) => writer !== me))
    return vector.size > 0 ? vector : null
  }
  function cover(): void {
    last = clock.now()
    chain?.write(take).then(
      // What waited from a failed attempt may have been all: then what came since is still to be covered.
      () => (isDue ? plan() : undefined),
      () => later.run('coverage', retryAfter, cover),
    )
  }
  const plan = () => later.run('coverage', Math.max(0, last + coverageEvery - clock.now()), cover)
  return {
    soon() {
      isDue = true
      plan()
    },
  }
}
