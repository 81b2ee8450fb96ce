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

/** Makes a source of what it is told last, at first that all is saved; it tells who listens of changes alone. */
export function createSavingSource(): SavingSource & {
  set(saving: { isWaiting: boolean; failure: Failure | null }): void
} {
  const listeners = new Set<() => void>()
  let current: SavingSnapshot = { state: 'saved', failure: null }
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
    set({ isWaiting, failure }) {
      const state = failure ? 'failed' : isWaiting ? 'saving' : 'saved'
      if (state === current.state && failure?.code === current.failure?.code) return
      current = { state, failure }
      for (const listener of listeners) listener()
    },
  }
}

const order = ['saved', 'saving', 'failed'] as const

/** Resolves when nothing of it waits any more, which never comes of words that are refused. */
export function whenSaved(source: SavingSource): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (source.snapshot().state !== 'saved') return
      stop()
      resolve()
    }
    const stop = source.subscribe(look)
    look()
  })
}

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
