import { AppError, type Failure } from '../../../shared/failure'
import type { LiveSession, PartnerStatus } from '../../../shared/partner'
import type { LinkNews, LinkOrder, LinkReach } from '../host/link-protocol'
import type { Cipher, Clock, Randomness } from '../ports'
import { fromHex, toHex } from '../vault/bytes'
import { readDevices } from './certificate'
import { type Epoch, liveSecretsOf, noisePskOf } from './exchange-keys'
import type { Identity } from './identity'
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
import { epochOfKept } from './opened-journal'
import { joinerPayload, type Paired, type Pairing, type PairingAnswer, pairAsInviter, pairAsJoiner } from './pairing'
import type { KeptCandidate, KeptJournal, PairsStore } from './pairs-store'

/** How long the host may take to say where it listens, ms. */
const listenPatience = 5000

type Stage = PartnerStatus['pairing']

/** The one pairing that may be under way, the link to the partner, and what the window is shown of both. */
export interface PartnerSession {
  status(): PartnerStatus
  invite(): Promise<void>
  withdrawInvite(): Promise<void>
  join(pasted: string): Promise<void>
  answer(answer: PairingAnswer): Promise<void>
  dismiss(): Promise<void>
  reach(change: { addresses: readonly string[]; connect: boolean }): Promise<void>
  /** What the host says of the link; true where it was about the link alone. */
  heard(news: LinkNews): void
  /** Tells the host anew how the devices reach each other. */
  connect(): void
  close(): void
}

export interface PartnerTools {
  readonly cipher: Cipher
  readonly clock: Clock
  readonly randomness: Randomness
  readonly identity: Identity
  readonly pairs: PairsStore
  name(): string
  order(order: LinkOrder): void
  /** The shared journal there is now, its standing and its earlier ones, for the status. */
  journal(): KeptJournal | null
  setAside(): PartnerStatus['setAside']
  ensureIdentity(): Promise<void>
  /** There must be a shared journal before anybody is invited into it. */
  ensureJournal(): Promise<void>
  /** Both have said yes: the journal goes on in the epoch of the pairing. */
  adopt(candidate: KeptCandidate): Promise<void>
  onChange(status: PartnerStatus): void
  onLive(live: LiveSession | null): void
}

interface UnderWay {
  readonly role: 'inviter' | 'joiner'
  readonly invite: Invite
  readonly number: Uint8Array
  readonly psk: Uint8Array
  readonly prologue: Uint8Array
  readonly payload: Uint8Array
  pairing: Pairing | null
}

/** Begins where the vault was left: an open invite is open again, and a partner is looked for. */
export function createPartnerSession(tools: PartnerTools): PartnerSession {
  const { cipher, clock, randomness, identity, pairs } = tools
  let stage: Stage = { stage: 'none' }
  let underWay: UnderWay | null = null
  let listening: { port: number; addresses: readonly string[] } | null = null
  let wantsToListen = false
  let onListening: (() => void) | null = null
  let state: PartnerStatus['link']['state'] = 'off'
  let incoming: PartnerStatus['link']['incoming'] = null
  let secondTaker = false
  let cancelExpiry = () => {}

  const change = (next?: Stage) => {
    if (next) stage = next
    tools.onChange(status())
  }
  const fail = (failure: Failure) => {
    end()
    change({ stage: 'failed', failure })
    connect()
  }
  function end() {
    underWay?.pairing?.end()
    underWay = null
  }

  function status(): PartnerStatus {
    const partner = tools.journal()?.partner ?? null
    const reach = pairs.reach()
    return {
      pairing: stage,
      partner: partner && { name: partner.name, since: partner.since, compared: partner.compared },
      link: { state, lastExchanged: partner?.lastExchanged ?? null, incoming },
      addresses: { own: [...(listening?.addresses ?? [])], partner: reach.partner },
      secondTaker,
      setAside: tools.setAside(),
      earlier: pairs
        .earlier()
        .map(({ partner: former, endedAt }) => ({ partnerName: former?.name ?? null, endedAt: endedAt ?? 0 })),
    }
  }

  /** The epoch of which the partner's device may know the key: of the journal, or of a pairing that wants their yes. */
  function pairedEpoch(): { epoch: Epoch; certificates: readonly string[] } | null {
    const candidate = pairs.candidate()
    const journal = tools.journal()
    if (candidate) return { epoch: epochOf(candidate), certificates: candidate.partner.certificates }
    return journal?.partner ? { epoch: epochOfKept(journal), certificates: journal.partner.certificates } : null
  }

  function connect(): void {
    const kept = pairs.reach()
    const paired = pairedEpoch()
    const pairing = reachOfPairing()
    if (!paired && !pairing && !wantsToListen) return tools.order({ type: 'reach', reach: null })
    const devices = readDevices(cipher, (paired?.certificates ?? []).map(fromHex)) ?? []
    tools.order({
      type: 'reach',
      reach: {
        noise: identity.noise,
        port: kept.port,
        listen: wantsToListen,
        pairing,
        paired: paired && {
          epochId: paired.epoch.id,
          psk: noisePskOf(paired.epoch),
          partnerNoiseKeys: devices.map(({ noise }) => noise),
          addresses: kept.partner,
          connect: kept.connect,
        },
      },
    })
  }

  function reachOfPairing(): LinkReach['pairing'] {
    if (underWay?.role === 'joiner') {
      const { psk, prologue, payload, invite } = underWay
      return { role: 'joiner', psk, prologue, payload, addresses: invite.addresses }
    }
    const kept = pairs.invite()
    if (!kept) return null
    const isOpen = kept.open !== null && underWay?.pairing == null
    const isLate = kept.expiresAt <= clock.now()
    const recognised = { psk: fromHex(kept.psk), prologue: fromHex(kept.prologue) }
    return { role: 'inviter', ...recognised, status: isLate ? 'expired' : isOpen ? 'open' : 'used' }
  }

  async function whereListening(): Promise<readonly string[]> {
    wantsToListen = true
    if (!listening) {
      await new Promise<void>((resolve, reject) => {
        const cancel = clock.after(listenPatience, () => reject(new AppError({ code: 'host-unreachable' })))
        onListening = () => {
          cancel()
          resolve()
        }
        connect()
      })
    }
    return listening?.addresses ?? []
  }

  function showInvite(bytes: Uint8Array, expiresAt: number): void {
    cancelExpiry()
    cancelExpiry = clock.after(Math.max(0, expiresAt - clock.now()), () => void expire())
    change({ stage: 'inviting', ...inviteText(bytes), expiresAt })
  }
  async function expire(): Promise<void> {
    if (stage.stage === 'inviting') fail({ code: 'invite-expired' })
    await pairs.change({ invite: null })
    connect()
  }

  const events = {
    send: (bytes: Uint8Array) => tools.order({ type: 'control', bytes }),
    onCompare: ({ words, digits }: { words: string[]; digits: string }, partnerName: string) =>
      change({ stage: 'comparing', partnerName, words, digits, answered: false }),
    onAnswered: (paired: Paired, compared: boolean) => void keepCandidate(paired, compared),
    onPaired: () => void settle(),
    onFailed: (code: 'words-differ' | 'pairing-broken-off') => void giveUp({ code }),
  }

  async function keepCandidate(paired: Paired, compared: boolean): Promise<void> {
    const { epoch, id, key } = paired.epoch
    const personId = toHex(cipher.digest({ message: paired.device.person, length: 16 }))
    const candidate: KeptCandidate = {
      epoch: { epoch, id: toHex(id), key: toHex(key) },
      role: underWay?.role ?? 'joiner',
      partner: {
        name: paired.name,
        partnerId: personId,
        certificates: paired.certificates.map(toHex),
        since: clock.now(),
        compared,
        lastExchanged: null,
      },
      addresses: [...(underWay?.role === 'joiner' ? underWay.invite.addresses : [])],
    }
    candidateKept = pairs.change({ candidate })
    await candidateKept
    if (stage.stage === 'comparing') change({ ...stage, answered: true })
  }
  let candidateKept: Promise<void> = Promise.resolve()

  async function settle(): Promise<void> {
    await candidateKept
    const candidate = pairs.candidate()
    if (!candidate) return
    cancelExpiry()
    await tools.adopt(candidate)
    const invite = pairs.invite()
    await pairs.change({
      candidate: null,
      reach: { partner: candidate.addresses, connect: true },
      invite: invite && { ...invite, open: null },
    })
    end()
    change({ stage: 'none' })
    tools.order({ type: 'end-pairing' })
    connect()
  }

  async function giveUp(failure: Failure): Promise<void> {
    await candidateKept.catch(() => {})
    // A connection that broke after this person's yes may have taken theirs along: then their device knows the key.
    const mayBePaired = failure.code !== 'words-differ' && pairs.candidate() !== null
    const invite = pairs.invite()
    await pairs.change({
      ...(mayBePaired ? {} : { candidate: null }),
      ...(underWay?.role === 'inviter' && invite ? { invite: { ...invite, open: null } } : {}),
    })
    tools.order({ type: 'end-pairing' })
    fail(failure)
  }

  function beginPairing(news: Extract<LinkNews, { type: 'pairing-linked' }>): void {
    const open = pairs.invite()?.open
    if (!underWay && open) {
      const { invite, bytes } = readInvite(cipher, inviteText(fromHex(open.bytes)).text)
      const number = fromHex(open.number)
      underWay = {
        role: 'inviter',
        invite,
        number,
        payload: news.payload,
        pairing: null,
        ...handshakeOf(cipher, invite, bytes),
      }
    }
    if (!underWay || underWay.pairing) return
    const { handshakeHash, remoteNoiseKey, payload } = news
    const { role, invite, number } = underWay
    const start = { cipher, randomness, invite, identity, name: tools.name(), handshakeHash, remoteNoiseKey, number }
    underWay.pairing = role === 'inviter' ? pairAsInviter({ ...start, payload }, events) : pairAsJoiner(start, events)
    // From here on the invite counts as used.
    if (role === 'inviter') connect()
  }

  function linked(handshakeHash: Uint8Array): void {
    // Only who knows the key that both have said yes to makes such a stream.
    if (pairs.candidate()) return void settle()
    const journal = tools.journal()
    if (!journal?.partner) return
    const color = journal.role === 'inviter' ? (['first', 'second'] as const) : (['second', 'first'] as const)
    tools.onLive({
      ...liveSecretsOf(epochOfKept(journal), handshakeHash),
      me: { name: tools.name(), color: color[0] },
      partner: { name: journal.partner.name, color: color[1] },
    })
  }

  const refusePaired = () => {
    if (tools.journal()?.partner) throw new AppError({ code: 'already-paired' })
  }

  return {
    status,
    async invite() {
      refusePaired()
      const kept = pairs.invite()
      if (kept?.open && kept.expiresAt > clock.now()) return showInvite(fromHex(kept.open.bytes), kept.expiresAt)
      await tools.ensureJournal()
      const addresses = inviteAddresses(await whereListening())
      const pairId = randomness.bytes(16)
      const number = randomness.bytes(32)
      const person = identity.person.publicKey
      const expiresAt = clock.now() + inviteLife
      const commitment = commitmentOf(cipher, { pairId, person, number })
      const invite: Invite = { pairId, secret: randomness.bytes(32), person, commitment, expiresAt, addresses }
      const bytes = writeInvite(cipher, invite)
      const { psk, prologue } = handshakeOf(cipher, invite, bytes)
      const open = { bytes: toHex(bytes), number: toHex(number) }
      await pairs.change({ invite: { expiresAt, open, psk: toHex(psk), prologue: toHex(prologue) }, candidate: null })
      secondTaker = false
      showInvite(bytes, expiresAt)
      connect()
    },
    async withdrawInvite() {
      cancelExpiry()
      end()
      await pairs.change({ invite: null, candidate: null })
      tools.order({ type: 'end-pairing' })
      wantsToListen = false
      change({ stage: 'none' })
      connect()
    },
    async join(pasted) {
      refusePaired()
      const { invite, bytes } = readInvite(cipher, pasted)
      if (toHex(invite.person) === toHex(identity.person.publicKey)) throw new AppError({ code: 'invite-own' })
      if (invite.expiresAt <= clock.now()) throw new AppError({ code: 'invite-expired' })
      end()
      await tools.ensureIdentity()
      await pairs.change({ invite: null, candidate: null })
      underWay = {
        role: 'joiner',
        invite,
        pairing: null,
        ...handshakeOf(cipher, invite, bytes),
        ...joinerPayload(cipher, randomness, identity, invite),
      }
      change({ stage: 'joining' })
      connect()
    },
    async answer(answer) {
      if (stage.stage !== 'comparing') throw new AppError({ code: 'bad-request' })
      underWay?.pairing?.answer(answer)
    },
    async dismiss() {
      secondTaker = false
      if (stage.stage === 'joining' || stage.stage === 'comparing') {
        end()
        await pairs.change({ candidate: null })
        tools.order({ type: 'end-pairing' })
      }
      change({ stage: 'none' })
      connect()
    },
    async reach({ addresses, connect: wanted }) {
      for (const address of addresses) refuseMangled(address)
      await pairs.change({ reach: { partner: [...addresses], connect: wanted } })
      change()
      connect()
    },
    heard(news) {
      switch (news.type) {
        case 'listening':
          listening = { port: news.port, addresses: news.addresses }
          if (pairs.reach().port !== news.port) void pairs.change({ reach: { port: news.port } }).catch(() => {})
          onListening?.()
          onListening = null
          return change()
        case 'pairing-linked':
          return beginPairing(news)
        case 'control':
          return underWay?.pairing?.hear(news.bytes)
        case 'pairing-ended':
          if (underWay || stage.stage === 'joining') void giveUp(news.failure)
          return
        case 'failed':
          return stage.stage === 'joining' || stage.stage === 'inviting' ? fail(news.failure) : undefined
        case 'second-taker':
          secondTaker = true
          return change()
        case 'linked':
          return linked(news.handshakeHash)
        case 'unlinked':
          return tools.onLive(null)
        case 'state':
          state = news.state
          return change()
        case 'incoming':
          incoming = news.incoming
          return change()
        case 'partner-addresses':
          if (news.addresses.length === 0) return
          return void pairs.change({ reach: { partner: [...news.addresses] } }).then(
            () => change(),
            () => {},
          )
        case 'kept':
        case 'arrived':
        case 'own-ahead':
        case 'fork':
          return
      }
    },
    connect() {
      const kept = pairs.invite()
      if (kept?.open && kept.expiresAt > clock.now()) showInvite(fromHex(kept.open.bytes), kept.expiresAt)
      connect()
    },
    close() {
      cancelExpiry()
      end()
    },
  }
}

const epochOf = ({ epoch }: KeptCandidate): Epoch => ({
  epoch: epoch.epoch,
  id: fromHex(epoch.id),
  key: fromHex(epoch.key),
})

/** `host:port`, an IPv6 address in brackets. */
const addressForm = /^(\[[0-9a-f:.%a-z]+\]|[\w.-]+):([1-9]\d{0,4})$/iu

function refuseMangled(address: string): void {
  const port = Number(addressForm.exec(address)?.[2])
  if (!(port >= 1 && port <= 65_535)) throw new AppError({ code: 'address-mangled', address })
}
