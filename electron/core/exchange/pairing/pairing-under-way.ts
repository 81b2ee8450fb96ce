import { background, bestEffort, reporting } from '../../../../shared/background'
import { AppError, type Failure } from '../../../../shared/failure'
import type { PartnerStatus } from '../../../../shared/partner'
import type { LinkNews, LinkReach } from '../../protocol/link-protocol'
import { fromHex, toHex } from '../../vault/bytes'
import { personIdOf } from './identity'
import {
  commitmentOf,
  handshakeOf,
  inviteAddresses,
  inviteLife,
  inviteText,
  type Invite,
  readInvite,
  writeInvite,
} from './invite'
import {
  joinerPayload,
  type Paired,
  type Pairing,
  type PairingAnswer,
  type PairingEvents,
  pairAsInviter,
  pairAsJoiner,
} from './pairing'
import type { PartnerTools } from '../partner/partner-tools'

type Stage = PartnerStatus['pairing']

interface UnderWay {
  readonly role: 'inviter' | 'joiner'
  readonly invite: Invite
  readonly number: Uint8Array
  readonly psk: Uint8Array
  readonly prologue: Uint8Array
  readonly payload: Uint8Array
  pairing: Pairing | null
}

/** The one pairing that may be under way, from the invite to both having said yes, or to its end. */
export class PairingUnderWay {
  readonly #tools: PartnerTools
  readonly #onChange: () => void
  readonly #connect: () => void
  #stage: Stage = { stage: 'none' }
  #underWay: UnderWay | null = null
  #candidateKept: Promise<void> = Promise.resolve()
  /** Both have said yes, and the journal is on its way to the new epoch: from here on nothing breaks the pairing off. */
  #settling: Promise<void> | null = null
  #cancelExpiry = () => {}

  constructor(tools: PartnerTools, on: { change(): void; connect(): void }) {
    this.#tools = tools
    this.#onChange = on.change
    this.#connect = on.connect
  }

  stage(): Stage {
    return this.#stage
  }

  /** What the host needs for a stream with whoever has, or gave, the invite. */
  reach(): LinkReach['pairing'] {
    if (this.#underWay?.role === 'joiner') {
      const { psk, prologue, payload, invite } = this.#underWay
      return { role: 'joiner', psk, prologue, payload, addresses: invite.addresses }
    }
    const kept = this.#tools.pairs.invite()
    if (!kept) return null
    const isOpen = kept.open !== null && this.#underWay === null
    const isLate = kept.expiresAt <= this.#tools.clock.now()
    const recognised = { psk: fromHex(kept.psk), prologue: fromHex(kept.prologue) }
    return { role: 'inviter', ...recognised, status: isLate ? 'expired' : isOpen ? 'open' : 'used' }
  }

  /** Shows the invite that is open, if one is; false where there is none. */
  resume(): boolean {
    const kept = this.#tools.pairs.invite()
    if (!kept?.open || kept.expiresAt <= this.#tools.clock.now()) return false
    this.#showInvite(fromHex(kept.open.bytes), kept.expiresAt)
    return true
  }

  /** Makes an invite that names these addresses, and shows it. */
  async invite(own: readonly string[]): Promise<void> {
    const { cipher, clock, randomness, identity, pairs } = this.#tools
    const pairId = randomness.bytes(16)
    const number = randomness.bytes(32)
    const person = identity.person.publicKey
    const expiresAt = clock.now() + inviteLife
    const commitment = commitmentOf(cipher, { pairId, person, number })
    const addresses = inviteAddresses(own)
    const invite: Invite = { pairId, secret: randomness.bytes(32), person, commitment, expiresAt, addresses }
    const bytes = writeInvite(cipher, invite)
    const { psk, prologue } = handshakeOf(cipher, invite, bytes)
    const open = { bytes: toHex(bytes), number: toHex(number) }
    await pairs.change({ invite: { expiresAt, open, psk: toHex(psk), prologue: toHex(prologue) }, candidate: null })
    this.#showInvite(bytes, expiresAt)
    this.#connect()
  }

  /** Begins to join by what a person pasted; fails with `invite-…`. */
  async join(pasted: string): Promise<void> {
    const { cipher, clock, randomness, identity, pairs } = this.#tools
    const { invite, bytes } = readInvite(cipher, pasted)
    if (toHex(invite.person) === toHex(identity.person.publicKey)) throw new AppError({ code: 'invite-own' })
    if (invite.expiresAt <= clock.now()) throw new AppError({ code: 'invite-expired' })
    this.end()
    await this.#tools.ensureIdentity()
    await pairs.change({ invite: null, candidate: null })
    const own = joinerPayload(cipher, randomness, identity, invite)
    this.#underWay = { role: 'joiner', invite, pairing: null, ...handshakeOf(cipher, invite, bytes), ...own }
    this.#become({ stage: 'joining' })
    this.#connect()
  }

  /** The handshake is done: the vault processes talk. */
  async linked(news: Extract<LinkNews, { type: 'pairing-linked' }>): Promise<void> {
    this.#underWay ??= this.#asInviter(news.payload)
    const underWay = this.#underWay
    if (!underWay || underWay.pairing) return
    // Once the inviter's number is known, a second pairing by the same invite could be ground to equal words: it is
    // used up, durably, before the number goes out.
    if (underWay.role === 'inviter') await this.#spendInvite()
    if (this.#underWay !== underWay) return
    const { cipher, randomness, identity } = this.#tools
    const { role, invite, number } = underWay
    const { handshakeHash, remoteNoiseKey, payload } = news
    const name = this.#tools.name()
    const start = { cipher, randomness, invite, identity, name, handshakeHash, remoteNoiseKey, number }
    const events = this.#events()
    underWay.pairing = role === 'inviter' ? pairAsInviter({ ...start, payload }, events) : pairAsJoiner(start, events)
    // From here on the invite counts as used.
    if (role === 'inviter') this.#connect()
  }

  hear(bytes: Uint8Array): void {
    this.#underWay?.pairing?.hear(bytes)
  }

  answer(answer: PairingAnswer): void {
    if (this.#stage.stage !== 'comparing') throw new AppError({ code: 'bad-request' })
    this.#underWay?.pairing?.answer(answer)
  }

  /** Both have said yes, or the partner's device has shown that it knows the key: the journal goes on with them. */
  async settle(): Promise<void> {
    // The last answer and the partner's device, which has found this one by the new key, may both say so.
    await (this.#settling ??= this.#settleNow().finally(() => (this.#settling = null)))
  }

  async #settleNow(): Promise<void> {
    await this.#candidateKept
    const { pairs, adopt, order } = this.#tools
    const candidate = pairs.candidate()
    if (!candidate) return
    this.#cancelExpiry()
    await adopt(candidate)
    await pairs.change({ candidate: null, reach: { partner: candidate.addresses, connect: true } })
    this.end()
    this.#become({ stage: 'none' })
    order({ type: 'end-pairing' })
    this.#connect()
  }

  /** The pairing has ended otherwise. */
  async giveUp(failure: Failure): Promise<void> {
    if (!this.#isUnderWay()) return
    // Whether that could be written has been said where it was tried.
    await bestEffort(this.#candidateKept)
    // The partner's side may be done first, and lets the stream go.
    if (this.#settling || !this.#isUnderWay()) return
    const { pairs, order } = this.#tools
    // A connection that broke after this person's yes may have taken theirs along: then their device knows the key.
    const mayBePaired = failure.code !== 'words-differ' && pairs.candidate() !== null
    // What the disk doesn't take now is forgotten all the same, and tried again: it must not hold up the end.
    if (!mayBePaired) await bestEffort(pairs.change({ candidate: null }))
    order({ type: 'end-pairing' })
    this.fail(failure)
  }

  fail(failure: Failure): void {
    this.end()
    this.#become({ stage: 'failed', failure })
    this.#connect()
  }

  /** The invite leads nowhere any more: it is forgotten, and where it is open still, this is why. */
  async endInvite(failure: Failure): Promise<void> {
    this.#cancelExpiry()
    if (this.#stage.stage === 'inviting') this.fail(failure)
    await bestEffort(this.#tools.pairs.change({ invite: null }))
    this.#connect()
  }

  /** Ends whatever is under way, and shows nothing of it any more. */
  async putAway(): Promise<void> {
    const isOver = this.#stage.stage === 'none' || this.#stage.stage === 'failed'
    if (!isOver) {
      this.#cancelExpiry()
      this.end()
      this.#tools.order({ type: 'end-pairing' })
      await this.#tools.pairs.change({ candidate: null, invite: null }).finally(() => this.#showNothing())
    } else this.#showNothing()
  }

  #showNothing(): void {
    this.#become({ stage: 'none' })
    this.#connect()
  }

  /** Forgets the secrets. */
  end(): void {
    this.#underWay?.pairing?.end()
    this.#underWay = null
  }

  close(): void {
    this.#cancelExpiry()
    this.end()
  }

  #isUnderWay(): boolean {
    return this.#underWay !== null || this.#stage.stage === 'joining'
  }

  #become(stage: Stage): void {
    this.#stage = stage
    this.#onChange()
  }

  #showInvite(bytes: Uint8Array, expiresAt: number): void {
    const { clock } = this.#tools
    this.#cancelExpiry()
    this.#cancelExpiry = clock.after(Math.max(0, expiresAt - clock.now()), () =>
      background(this.endInvite({ code: 'invite-expired' })),
    )
    this.#become({ stage: 'inviting', ...inviteText(bytes), expiresAt })
  }

  async #spendInvite(): Promise<void> {
    const { pairs } = this.#tools
    const invite = pairs.invite()
    await pairs.change({ invite: invite && { ...invite, open: null } })
  }

  #asInviter(payload: Uint8Array): UnderWay | null {
    const open = this.#tools.pairs.invite()?.open
    if (!open) return null
    const { cipher } = this.#tools
    const { invite, bytes } = readInvite(cipher, inviteText(fromHex(open.bytes)).text)
    const number = fromHex(open.number)
    return { role: 'inviter', invite, number, payload, pairing: null, ...handshakeOf(cipher, invite, bytes) }
  }

  #events(): PairingEvents {
    return {
      send: (bytes) => this.#tools.order({ type: 'control', bytes }),
      onCompare: ({ words, digits }, partnerName) =>
        this.#become({ stage: 'comparing', partnerName, words, digits, answered: false }),
      onAnswered: (paired, compared) => {
        this.#candidateKept = this.#keepCandidate(paired, compared)
        this.#candidateKept.catch(reporting(() => this.fail({ code: 'pairing-broken-off' })))
      },
      onPaired: () => background(this.settle().catch(reporting(() => this.fail({ code: 'pairing-broken-off' })))),
      onFailed: (code) => background(this.giveUp({ code })),
    }
  }

  async #keepCandidate(paired: Paired, compared: boolean): Promise<void> {
    const { cipher, clock, pairs } = this.#tools
    const { epoch, id, key } = paired.epoch
    const joined = this.#underWay?.role === 'joiner' ? this.#underWay.invite.addresses : []
    await pairs.change({
      candidate: {
        epoch: { epoch, id: toHex(id), key: toHex(key) },
        role: this.#underWay?.role ?? 'joiner',
        partner: {
          name: paired.name,
          partnerId: personIdOf(cipher, paired.device.person),
          certificates: paired.certificates.map(toHex),
          since: clock.now(),
          compared,
          lastExchanged: null,
        },
        addresses: [...joined],
      },
    })
    if (this.#stage.stage === 'comparing') this.#become({ ...this.#stage, answered: true })
  }
}
