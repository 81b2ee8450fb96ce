import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8, wipe } from './bytes'

/** The streams of a vault, each a chain of its own; a stream's number in the format is its place in this list. */
export const streams = ['journal', 'settings', 'pairs'] as const
/** `pairs` holds what the shared journal needs, keys, certificates and addresses, apart from words and settings. */
export type Stream = (typeof streams)[number]

/** One value for every stream. */
export function perStream<T>(make: (stream: Stream) => T): Record<Stream, T> {
  return { journal: make('journal'), settings: make('settings'), pairs: make('pairs') }
}

export interface VaultKeys {
  headerMac: Uint8Array
  /** Seals what vault.json says to nobody without the key. */
  headerFields: Uint8Array
  /** Seals the header of every segment, so that nobody sees which stream it belongs to. */
  segment: Uint8Array
  /** Makes the names of segments. */
  name: Uint8Array
  stream: Record<Stream, Uint8Array>
}

/** The subkeys of a vault from its master key: HKDF-SHA256 (RFC 5869), the vault's id as salt, one label for each. */
export function deriveKeys(master: Uint8Array, vaultId: Uint8Array): VaultKeys {
  const derive = (label: string) => hkdf(sha256, master, vaultId, utf8(`twofold/1/${label}`), 32)
  return {
    headerMac: derive('header-mac'),
    headerFields: derive('header-fields'),
    segment: derive('segment'),
    name: derive('segment-name'),
    stream: perStream(derive),
  }
}

/** Overwrites every subkey with zeros. */
export function wipeKeys(keys: VaultKeys): void {
  wipe(keys.headerMac, keys.headerFields, keys.segment, keys.name, ...streams.map((stream) => keys.stream[stream]))
}
