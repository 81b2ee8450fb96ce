import type { Cipher, Clock, StretchCost } from '../ports'

/** Never less than 64 MiB and three passes: RFC 9106's second recommended choice, with one lane. */
export const costFloor: StretchCost = { m: 64 * 1024, t: 3 }

/** What stored costs may be at all: OWASP's least memory up to 1 GiB, and a product that stays under a minute. */
export const costBounds = { mMin: 19456, mMax: 1024 * 1024, tMax: 16, workMax: 4 * 1024 * 1024 } as const

const leastMs = 250
const aimMs = 375
/** How much dearer one measurement may make a passphrase: a clock that was set meanwhile tells any time. */
const steepest = 4
/** Where one has told nothing, the others are enough for a machine that stretches at the floor in 6 ms. */
const rounds = 4
/** Below the least that calibration leaves by so much that what differs from one unlock to the next never counts, in ms. */
const tooQuickMs = 200
const memoryCeiling = 256 * 1024

/**
 * The cost at which this machine takes some 250 to 500 ms for one passphrase, never under the floor: memory grows
 * first, passes only when memory has reached 256 MiB. Takes about a second and blocks.
 */
export function calibrate({ cipher, clock }: { cipher: Cipher; clock: Clock }): StretchCost {
  const elapsed = (cost: StretchCost) => {
    const begun = clock.now()
    cipher.stretch({ passphrase: new Uint8Array(16), salt: new Uint8Array(16), cost })
    return clock.now() - begun
  }
  // The first run has the system find the memory, and takes longer.
  elapsed(costFloor)
  let cost = costFloor
  for (let round = 0; round < rounds; round++) {
    const ms = elapsed(cost)
    if (ms >= leastMs) break
    // Otherwise the clock was set back meanwhile: this round has told nothing.
    if (ms > 0) cost = scale(cost, Math.min(steepest, aimMs / ms))
  }
  return cost
}

/**
 * What a passphrase ought to cost whose stretching at `cost` has just taken `ms`, or null where it costs enough, as it
 * seems to on a busy machine. Never less memory than before.
 */
export function raised(cost: StretchCost, ms: number): StretchCost | null {
  if (ms <= 0 || ms >= tooQuickMs) return null
  const next = scale(cost, Math.min(steepest, aimMs / ms))
  return next.m >= cost.m && next.m * next.t > cost.m * cost.t ? next : null
}

/** The dearer of two costs, so that wrapping a key anew never makes guessing cheaper. */
export const dearer = (a: StretchCost, b: StretchCost): StretchCost =>
  a.m >= b.m && a.m * a.t >= b.m * b.t ? { m: a.m, t: a.t } : { m: b.m, t: b.t }

function scale(cost: StretchCost, factor: number): StretchCost {
  const m = Math.min(memoryCeiling, Math.round((cost.m * factor) / 1024) * 1024)
  const t = Math.min(costBounds.tMax, Math.max(cost.t, Math.floor((cost.m * cost.t * factor) / m)))
  return { m, t }
}
