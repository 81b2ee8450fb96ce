import { useSyncExternalStore } from 'react'

/** The latest of what the vault tells, as a store for the window. */
export interface LatestStore<T> {
  subscribe(listener: () => void): () => void
  /** Null until something was told; keeps its reference between changes. */
  snapshot(): T | null
  /** Stops listening to the vault. */
  dispose(): void
}

/** Keeps what `listen` is told, and what `ask` answers first; an answer that can't be had leaves it unknown. */
export function createLatest<T>(
  listen: (listener: (value: T) => void) => () => void,
  ask?: () => Promise<T>,
): LatestStore<T> {
  const listeners = new Set<() => void>()
  let current: T | null = null
  let isDisposed = false
  const keep = (value: T) => {
    if (isDisposed) return
    current = value
    for (const listener of listeners) listener()
  }
  const stop = listen(keep)
  // Answers and signals come in the order in which they were given: what came last is the latest.
  ask?.().then(keep, () => {})
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
    dispose() {
      isDisposed = true
      stop()
    },
  }
}

/** What is known last, drawn anew with each change. */
export const useLatest = <T>(store: LatestStore<T>): T | null => useSyncExternalStore(store.subscribe, store.snapshot)

/** One plain value of it: drawn anew only when that value changes, however often the rest does. */
export const useLatestValue = <T, V extends string | number | boolean | null>(
  store: LatestStore<T>,
  select: (latest: T | null) => V,
): V => useSyncExternalStore(store.subscribe, () => select(store.snapshot()))
