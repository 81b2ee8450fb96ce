import { openCarrierPart } from '../../exchange/format/carrier-part'
import type { LinkKeys } from '../../protocol/link-protocol'
import type { Cipher } from '../../ports'
import { toHex } from '../../vault/bytes'
import type { OpenCarrier } from './mirror'
import { createPartNotes } from './part-notes'

/** Verifies the files of a journal by their carrier's part, with the keys that the vault process gives its host. */
export const openCarrierBy =
  (cipher: Cipher) =>
  (keys: LinkKeys): OpenCarrier => {
    const own = { ...keys, cipher }
    return {
      notes: createPartNotes(cipher, keys.carrierKey),
      verify(bytes) {
        const file = openCarrierPart(own, bytes)
        if (typeof file === 'string') return { reason: file }
        const { writer, kind, number, prev, hash } = file
        return { writer, kind, number, prev: toHex(prev), hash: toHex(hash) }
      },
    }
  }
