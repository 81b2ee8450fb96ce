import type { PartnerStatus } from '../../../shared/partner'
import type { Failure } from '../../../shared/failure'
import type { WriterId } from '../exchange/format/writer-id'

/**
 * All that the host is given for the shared journal after unlock: it can order, verify and carry files, and prove that
 * it is this device. It can read none of them and sign nothing.
 */
export interface LinkKeys {
  /** The folder below `mirror/` in which this journal's files lie, and the epoch they are sealed in. */
  readonly folder: string
  readonly epoch: number
  readonly epochId: Uint8Array
  readonly carrierKey: Uint8Array
  /** The certified signing keys of every device that writes this journal, by device id in hex. */
  readonly devices: Readonly<Record<string, Uint8Array>>
  /** The writers of this device, former ones included. */
  readonly own: readonly WriterId[]
}

/** How the two devices reach each other, and how they prove themselves. */
export interface LinkReach {
  readonly noise: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }
  readonly port: number
  /** Listens even where nobody is paired or invited yet, so that an invite can tell where. */
  readonly listen: boolean
  readonly pairing:
    | null
    | {
        readonly role: 'inviter'
        readonly psk: Uint8Array
        readonly prologue: Uint8Array
        readonly status: 'open' | 'used' | 'expired'
      }
    | {
        readonly role: 'joiner'
        readonly psk: Uint8Array
        readonly prologue: Uint8Array
        /** What the third message of the handshake carries. */
        readonly payload: Uint8Array
        readonly addresses: readonly string[]
      }
  readonly paired: null | {
    readonly epochId: Uint8Array
    readonly psk: Uint8Array
    readonly partnerNoiseKeys: readonly Uint8Array[]
    readonly addresses: readonly string[]
    readonly connect: boolean
  }
}

/** What the vault process asks of its host. */
export type LinkOrder =
  /** Opens this journal's mirror, or with null closes it and forgets its keys. */
  | { readonly type: 'mirror'; readonly keys: LinkKeys | null }
  | { readonly type: 'reach'; readonly reach: LinkReach | null }
  /** Writes a file durably into the mirror; answered by `kept`. */
  | { readonly type: 'keep'; readonly id: number; readonly name: string; readonly bytes: Uint8Array }
  /** These files are replaced by a durable snapshot. */
  | { readonly type: 'drop'; readonly names: readonly string[] }
  /** Says something to the partner's vault process, by the pairing's stream. */
  | { readonly type: 'control'; readonly bytes: Uint8Array }
  | { readonly type: 'end-pairing' }

/** What the host tells the vault process. */
export type LinkNews =
  | { readonly type: 'kept'; readonly id: number; readonly failure: Failure | null }
  /** Files that a carrier brought lie in the mirror, verified and durable, in an order in which they can be read. */
  | {
      readonly type: 'arrived'
      readonly names: readonly string[]
      /** The bytes of those that are small, by name: they needn't be read from the disk. */
      readonly small: ReadonlyMap<string, Uint8Array>
    }
  | { readonly type: 'control'; readonly bytes: Uint8Array }
  | {
      readonly type: 'pairing-linked'
      readonly handshakeHash: Uint8Array
      readonly remoteNoiseKey: Uint8Array
      readonly payload: Uint8Array
    }
  | { readonly type: 'pairing-ended'; readonly failure: Failure }
  /** A stream that the partner's device has proven to be theirs by K of the epoch. */
  | { readonly type: 'linked'; readonly handshakeHash: Uint8Array }
  | { readonly type: 'unlinked' }
  | { readonly type: 'state'; readonly state: PartnerStatus['link']['state'] }
  /** The last stream was ended for this; null once one has lasted. */
  | { readonly type: 'fault'; readonly fault: PartnerStatus['link']['fault'] }
  | { readonly type: 'listening'; readonly port: number; readonly addresses: readonly string[] }
  /** What was told by `listening`, or by `failed` with `port-taken`, holds no more. */
  | { readonly type: 'not-listening' }
  | { readonly type: 'partner-addresses'; readonly addresses: readonly string[] }
  | { readonly type: 'incoming'; readonly incoming: PartnerStatus['link']['incoming'] }
  | { readonly type: 'second-taker' }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** A file of ours above our own head: this vault is an older copy of one that went on elsewhere. */
  | { readonly type: 'own-ahead'; readonly writer: WriterId; readonly number: number }
  | { readonly type: 'fork'; readonly writer: WriterId; readonly number: number }
