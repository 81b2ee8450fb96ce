/**
 * What the core asks of the outside. Each port has one real adapter in `adapters/` and passes one contract suite;
 * only clock, randomness and faults have stand-ins, in tests.
 */

/** Wall-clock time and timers; a test turns the hands itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Runs `action` once after `ms` milliseconds unless the returned function is called first. */
  after(ms: number, action: () => void): () => void
}

/** Unpredictable bytes from the operating system. */
export interface Randomness {
  /** `length` bytes, each uniformly random. */
  bytes(length: number): Uint8Array
}
