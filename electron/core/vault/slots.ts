import { AppError } from '../../../shared/failure'
import { passphraseForm } from '../../../shared/passphrase'
import type { Cipher, Randomness, StretchCost } from '../ports'
import { concat, fromHex, toHex, utf8, wipe } from './bytes'
import { headerFormat, headerName, type Slot } from './header'
import { parseRecoveryKey } from './recovery-key'

/** What opens a vault: the passphrase as typed, or the recovery key as typed. */
export interface Secret {
  type: 'passphrase' | 'recovery'
  value: string
}

interface Tools {
  cipher: Cipher
  randomness: Randomness
}

type PassphraseSlot = Extract<Slot, { type: 'passphrase' }>
type Open<S> = S extends Slot ? Omit<S, 'commit' | 'wrap'> : never

const recoveryLabel = utf8('twofold/1/recovery')
const wrapLabel = 'twofold/1/wrap'
/** Of the slots' own form, which is the same in every version of vault.json so far. */
const slotVersion = 1

/** A slot that opens with a passphrase, at this cost. */
export function passphraseSlot(
  tools: Tools,
  o: { master: Uint8Array; vaultId: string; passphrase: string; cost: StretchCost },
): Slot {
  const { m, t } = o.cost
  const salt = toHex(tools.randomness.bytes(16))
  const open = {
    type: 'passphrase',
    id: toHex(tools.randomness.bytes(8)),
    kdf: { alg: 'argon2id', v: 19, m, t, p: 1, salt },
  } as const
  const stretched = stretchPassphrase(tools.cipher, open, o.passphrase)
  return { ...open, ...wrapKey(tools, { ...o, open, stretched }) }
}

/** A slot that opens with a recovery key of 20 bytes. */
export function recoverySlot(tools: Tools, o: { master: Uint8Array; vaultId: string; recoveryKey: Uint8Array }): Slot {
  const kdf = { alg: 'blake2b', salt: toHex(tools.randomness.bytes(16)) } as const
  const open = { type: 'recovery', id: toHex(tools.randomness.bytes(8)), kdf } as const
  const stretched = hashRecoveryKey(tools.cipher, o.recoveryKey, kdf.salt)
  return { ...open, ...wrapKey(tools, { ...o, open, stretched }) }
}

/**
 * The master key behind a slot that `secret` opens; the caller wipes it. Throws `wrong-passphrase`,
 * `wrong-recovery-key`, `recovery-key-mistyped`, or `vault-damaged` if the secret is right but the slot is not.
 */
export function openSlots(cipher: Cipher, o: { slots: readonly Slot[]; vaultId: string; secret: Secret }): Uint8Array {
  for (const slot of o.slots) {
    const stretched = stretch(cipher, slot, o.secret)
    if (!stretched) continue
    try {
      // First the commitment: the cipher alone would let a planted slot open under many keys (Len et al., 2021).
      if (!cipher.equal(stretched.subarray(32), fromHex(slot.commit))) continue
      return unwrapKey(cipher, { slot, vaultId: o.vaultId, key: stretched.subarray(0, 32) })
    } finally {
      wipe(stretched)
    }
  }
  throw new AppError({ code: o.secret.type === 'passphrase' ? 'wrong-passphrase' : 'wrong-recovery-key' })
}

function stretch(cipher: Cipher, slot: Slot, { type, value }: Secret): Uint8Array | null {
  if (slot.type === 'passphrase') return type === 'passphrase' ? stretchPassphrase(cipher, slot, value) : null
  if (type !== 'recovery') return null
  const recoveryKey = parseRecoveryKey(value)
  try {
    return hashRecoveryKey(cipher, recoveryKey, slot.kdf.salt)
  } finally {
    wipe(recoveryKey)
  }
}

function stretchPassphrase(cipher: Cipher, { kdf }: Pick<PassphraseSlot, 'kdf'>, passphrase: string): Uint8Array {
  const bytes = utf8(passphraseForm(passphrase))
  try {
    return cipher.stretch({ passphrase: bytes, salt: fromHex(kdf.salt), cost: kdf })
  } finally {
    wipe(bytes)
  }
}

const hashRecoveryKey = (cipher: Cipher, key: Uint8Array, salt: string) =>
  cipher.hash({ key, message: concat(recoveryLabel, fromHex(salt)), length: 64 })

function wrapKey(
  { cipher, randomness }: Tools,
  o: { master: Uint8Array; vaultId: string; open: Open<Slot>; stretched: Uint8Array },
): Pick<Slot, 'commit' | 'wrap'> {
  try {
    const commit = toHex(o.stretched.subarray(32))
    const nonce = randomness.bytes(24)
    const ad = associated(o.vaultId, { ...o.open, commit })
    const ct = cipher.seal({ key: o.stretched.subarray(0, 32), nonce, ad, plaintext: o.master })
    return { commit, wrap: { alg: 'xchacha20-poly1305', nonce: toHex(nonce), ct: toHex(ct) } }
  } finally {
    wipe(o.stretched)
  }
}

function unwrapKey(cipher: Cipher, { slot, vaultId, key }: { slot: Slot; vaultId: string; key: Uint8Array }) {
  const { wrap, ...open } = slot
  const ad = associated(vaultId, open)
  const master = cipher.open({ key, nonce: fromHex(wrap.nonce), ad, ciphertext: fromHex(wrap.ct) })
  if (!master) throw new AppError({ code: 'vault-damaged', file: headerName })
  return master
}

/** All that is public about a slot, in an order that is part of the format. */
function associated(vaultId: string, slot: Open<Slot> & { commit: string }): Uint8Array {
  const { kdf } = slot
  const stretching = kdf.alg === 'argon2id' ? [kdf.alg, kdf.v, kdf.m, kdf.t, kdf.p, kdf.salt] : [kdf.alg, kdf.salt]
  const parts = [wrapLabel, headerFormat, slotVersion, vaultId, slot.id, slot.type, stretching, slot.commit]
  return utf8(JSON.stringify(parts))
}

/** These slots with this one in the place of what there is of its type, which then opens nothing any more; else added. */
export function withSlot(slots: readonly Slot[], slot: Slot): Slot[] {
  const at = slots.findIndex(({ type }) => type === slot.type)
  if (at === -1) return [...slots, slot]
  // At the same place: the order would tell which was changed last.
  return slots.with(at, slot).filter((each) => each === slot || each.type !== slot.type)
}

/** Makes a slot of a master key that isn't to be kept. */
export type MakeSlot = (master: Uint8Array, vaultId: string) => Slot

/** These slots with a new one of the master key that `secret` opens; it is wiped whatever comes of it. Throws as `openSlots`. */
export function withNewSlot(
  cipher: Cipher,
  { make, ...o }: { slots: readonly Slot[]; vaultId: string; secret: Secret; make: MakeSlot },
): Slot[] {
  const master = openSlots(cipher, o)
  try {
    return withSlot(o.slots, make(master, o.vaultId))
  } finally {
    wipe(master)
  }
}

/** What the passphrase of these slots costs to try. */
export function costOf(slots: readonly Slot[]): StretchCost {
  const slot = slots.find(({ type }) => type === 'passphrase')
  if (slot?.type !== 'passphrase') throw new AppError({ code: 'vault-damaged', file: headerName })
  return { m: slot.kdf.m, t: slot.kdf.t }
}
