import type { Clock, StretchCost } from '../ports'

/** How long after unlocking the passphrase is held at most so that its key can be wrapped at a higher cost, in ms. */
const heldFor = 5 * 60_000

/** A passphrase that is tried too quickly here, and what it is to cost. */
export interface Raise {
  readonly passphrase: string
  readonly cost: StretchCost
}

/** Holds what is to be raised until somebody takes it, and not for long. */
export class DueRaise {
  #raise: Raise | null = null
  #cancel = () => {}

  constructor(private readonly clock: Clock) {}

  /** Instead of what is held, and as long from now on. */
  hold(raise: Raise): void {
    this.take()
    this.#raise = raise
    this.#cancel = this.clock.after(heldFor, () => this.take())
  }

  /** What is held, or null; from then on nothing is. */
  take(): Raise | null {
    const raise = this.#raise
    this.#raise = null
    this.#cancel()
    return raise
  }
}
