import type { Goal } from './report'
import type { Samples } from './statistics'
import type { Surroundings } from './surroundings'

/** One figure of the bench. */
export interface Row {
  readonly name: string
  /** What the app is held against, in words. */
  readonly limitName: string
  readonly goal: Goal
  /** Measures, or says in one sentence what it lacks on this machine. */
  measure(surroundings: Surroundings): Promise<Samples | Lacking>
}

/** Why a row can't be measured here. */
export interface Lacking {
  readonly lacking: string
}

/** What the rows about ten years of a journal say where those aren't on this machine. */
export const lackingPepys: Lacking = { lacking: "the diary of Samuel Pepys (pepys.json.gz) isn't on this machine" }
