import { randomFillSync } from 'node:crypto'
import type { Randomness } from '../core/ports'

/** The operating system's random bytes. */
export const systemRandomness: Randomness = { bytes: (length) => randomFillSync(new Uint8Array(length)) }
