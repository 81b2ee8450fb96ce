import type { FoldedFile } from '../../../electron/core/exchange/fold/folded-file'
import type { Device } from './model-device'

/** What a run may do beside writing, passing on, crashing and putting snapshots in the place of files. */
export interface Misfortune {
  /** Ben's folder is put back from a copy: by the app, or from outside it. */
  readonly restore?: 'app' | 'raw'
  /** A copy of Ben's device goes on beside him. */
  readonly clone?: boolean
  /** Ben's first device goes on under a new tag again and again, more often than a device may have live writers. */
  readonly tags?: boolean
  /** Ben's changed app publishes a snapshot that names all heads, one that isn't among them, and leaves words out. */
  readonly lies?: boolean
  /** Ben's changed app writes under more writers than anybody folds. */
  readonly crowds?: boolean
  /** Some files don't get through for a while; or some of what Ben's first device writes never does. */
  readonly withheld?: 'a while' | 'for ever'
}

/** What happened in a run, for who must know that something did. */
export type Tally = Record<'crashes' | 'outOfOrder' | 'resyncs' | 'snapshots' | 'dropped' | 'withheld' | 'anew', number>

/** The devices at the end of a run, as their memory and as their folders have them, and one that joins then. */
export interface Outcome {
  /** All but one that withholds what it writes, for ever. */
  readonly devices: readonly Device[]
  /** Those whose documents are to be equal. */
  readonly equal: readonly Device[]
  /** Whether some of what was written is rightly not folded, and told of. */
  readonly isCrowded: boolean
  /** The device whose app lied, by its id: that it was refused something is told with cause. */
  readonly liar: string | null
  readonly withheld: ReadonlyMap<string, FoldedFile>
  /** Acknowledged updates of whoever's app didn't lie, that are withheld from nobody. */
  readonly acknowledged: readonly Uint8Array[]
  readonly tally: Tally
}
