import type { ComparedWords } from '../../electron/core/exchange/pairing/compare-words'
import type { Invite } from '../../electron/core/exchange/pairing/invite'
import {
  type Paired,
  type Pairing,
  type PairingAnswer,
  type PairingEvents,
  type PairingStart,
  pairAsInviter,
  pairAsJoiner,
} from '../../electron/core/exchange/pairing/pairing'
import type { People } from './exchange-people'
import { seededRandomness } from './seeded-random'

/** What one side of a pairing has said and told so far. */
export interface Told {
  sent: Uint8Array[]
  compared: ComparedWords | null
  partnerName: string
  paired: Paired | null
  wasCompared: boolean | null
  isPaired: boolean
  failure: string | null
}

/** Events that are noted, and a way for what is sent. */
export function noting(send: (bytes: Uint8Array) => void = () => {}): { told: Told; events: PairingEvents } {
  const told: Told = {
    sent: [],
    compared: null,
    partnerName: '',
    paired: null,
    wasCompared: null,
    isPaired: false,
    failure: null,
  }
  const events: PairingEvents = {
    send(bytes) {
      told.sent.push(bytes)
      send(bytes)
    },
    onCompare: (words, name) => Object.assign(told, { compared: words, partnerName: name }),
    onAnswered(paired, wasCompared) {
      told.paired = { ...paired, epoch: { ...paired.epoch, key: paired.epoch.key.slice() } }
      told.wasCompared = wasCompared
    },
    onPaired: () => void (told.isPaired = true),
    onFailed: (code) => void (told.failure = code),
  }
  return { told, events }
}

/** What Ana's or Ben's side begins with; each has the invite's secret for itself, as it is wiped in the end. */
export function startOf(
  { cipher, ana, ben }: People,
  who: 'ana' | 'ben',
  o: { invite: Invite; handshakeHash: Uint8Array },
): PairingStart {
  const [own, other] = who === 'ana' ? [ana, ben] : [ben, ana]
  return {
    cipher,
    randomness: seededRandomness(1),
    invite: { ...o.invite, secret: o.invite.secret.slice() },
    identity: own.identity,
    name: own.name,
    handshakeHash: o.handshakeHash,
    remoteNoiseKey: other.identity.noise.publicKey,
  }
}

/** Both sides of one pairing, each hearing the other at once, up to the answers given here. */
export function pairInMemory(
  a: Parameters<typeof pairAsInviter>[0],
  b: Parameters<typeof pairAsJoiner>[0],
  answers: { inviter?: PairingAnswer; joiner?: PairingAnswer } = { inviter: 'match', joiner: 'match' },
) {
  const waiting: Uint8Array[] = []
  let inviting: Pairing | null = null
  const joiner = noting((bytes) => inviting?.hear(bytes))
  const joining = pairAsJoiner(b, joiner.events)
  const inviter = noting((bytes) => (inviting ? joining.hear(bytes) : void waiting.push(bytes)))
  inviting = pairAsInviter(a, inviter.events)
  for (const bytes of waiting) joining.hear(bytes)
  if (answers.inviter) inviting.answer(answers.inviter)
  if (answers.joiner) joining.answer(answers.joiner)
  return { inviter: inviter.told, joiner: joiner.told, inviting, joining }
}
