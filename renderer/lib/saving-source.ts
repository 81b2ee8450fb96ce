import type { Failure } from '../../shared/failure'

export interface SavingSnapshot {
  /** `saved` only when the vault process has said that everything sent is on the disk. */
  readonly state: 'saved' | 'saving' | 'failed'
  readonly failure: Failure | null
}

/** Something that knows whether its words are on the disk. */
export interface SavingSource {
  subscribe(listener: () => void): () => void
  /** Keeps its reference between changes. */
  snapshot(): SavingSnapshot
}

const order = ['saved', 'saving', 'failed'] as const

/** Two sources as one: it is saved only when both are, and it has failed when either has. */
export function worstSaving(first: SavingSource, second: SavingSource): SavingSource {
  return {
    subscribe(listener) {
      const stops = [first.subscribe(listener), second.subscribe(listener)]
      return () => stops.forEach((stop) => stop())
    },
    snapshot() {
      const [a, b] = [first.snapshot(), second.snapshot()]
      return order.indexOf(b.state) > order.indexOf(a.state) ? b : a
    },
  }
}
