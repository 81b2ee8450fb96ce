import { formatAddress, parseAddress } from '../../../../shared/address'
import { AppError } from '../../../../shared/failure'
import type { LinkReach } from '../../protocol/link-protocol'
import type { Cipher } from '../../ports'
import { fromHex } from '../../vault/bytes'
import { readDevices } from '../pairing/certificate'
import { type Epoch, noisePskOf } from '../format/exchange-keys'
import type { Identity } from '../pairing/identity'
import type { KeptCandidate, KeptJournal, PairsStore } from './pairs-store'

/** The key of a kept epoch. */
export const epochOfKept = ({ epoch }: Pick<KeptJournal | KeptCandidate, 'epoch'>): Epoch => ({
  epoch: epoch.epoch,
  id: fromHex(epoch.id),
  key: fromHex(epoch.key),
})

/** What the host must know to reach the partner, and to be reached; null where nobody is to be. */
export function reachOf(o: {
  cipher: Cipher
  identity: Identity
  pairs: PairsStore
  journal: KeptJournal | null
  pairing: LinkReach['pairing']
  listen: boolean
}): LinkReach | null {
  const { port, partner, connect } = o.pairs.reach()
  const paired = pairedWith(o.pairs.candidate(), o.journal)
  if (!paired && !o.pairing && !o.listen) return null
  const devices = readDevices(o.cipher, (paired?.partner.certificates ?? []).map(fromHex)) ?? []
  return {
    noise: o.identity.noise,
    port,
    listen: o.listen,
    pairing: o.pairing,
    paired: paired && {
      epochId: fromHex(paired.epoch.id),
      psk: noisePskOf(epochOfKept(paired)),
      partnerNoiseKeys: devices.map(({ noise }) => noise),
      addresses: partner,
      connect,
    },
  }
}

/** With whom a key is shared: in the journal, or in a pairing that only wants the partner's yes. */
function pairedWith(candidate: KeptCandidate | null, journal: KeptJournal | null) {
  if (candidate) return candidate
  return journal?.partner ? { ...journal, partner: journal.partner } : null
}

/** The address as it is kept and dialled; throws `address-mangled` for what can't be. */
export function dialable(address: string): string {
  const parsed = parseAddress(address)
  if (!parsed) throw new AppError({ code: 'address-mangled', address })
  return formatAddress(parsed)
}
