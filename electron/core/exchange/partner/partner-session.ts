import { background, bestEffort, reporting } from '../../../../shared/background'
import { AppError, type Failure, failureOf } from '../../../../shared/failure'
import type { LiveSession, PartnerStatus } from '../../../../shared/partner'
import type { LinkNews } from '../../protocol/link-protocol'
import { liveSecretsOf } from '../format/exchange-keys'
import { createLinkView, type LinkView } from './link-view'
import type { PairingAnswer } from '../pairing/pairing'
import { PairingUnderWay } from '../pairing/pairing-under-way'
import type { PairsStore } from './pairs-store'
import type { PartnerTools } from './partner-tools'
import { dialable, epochOfKept, reachOf } from './reach'

/** The pairing that may be under way, the link to the partner, and what the window is shown of both. */
export interface PartnerSession {
  status(): PartnerStatus
  invite(): Promise<void>
  withdrawInvite(): Promise<void>
  join(pasted: string): Promise<void>
  answer(answer: PairingAnswer): Promise<void>
  dismiss(): Promise<void>
  reach(change: { addresses: readonly string[]; connect: boolean }): Promise<void>
  /** What the host says of the link. */
  heard(news: LinkNews): void
  /** Begins where the vault was left: an open invite is open again, and a partner is looked for. */
  connect(): void
  close(): void
}

/** Makes the session of an open vault. */
export function createPartnerSession(tools: PartnerTools): PartnerSession {
  const { pairs } = tools
  const view = createLinkView(tools.clock)
  let wantsToListen = false
  const status = () => statusOf(tools, view, pairing)
  const change = () => tools.onChange(status())
  const connect = () => {
    const to = { ...tools, journal: tools.journal(), pairing: pairing.reach(), listen: wantsToListen }
    tools.order({ type: 'reach', reach: reachOf(to) })
  }
  const pairing: PairingUnderWay = new PairingUnderWay(tools, { change, connect })
  const refusePaired = () => {
    // Said of the journal that is kept, which may not have been read yet.
    if (pairs.journal()?.partner) throw new AppError({ code: 'already-paired' })
  }

  return {
    status,
    async invite() {
      refusePaired()
      if (pairing.resume()) return
      await tools.ensureJournal()
      view.putAway()
      wantsToListen = true
      connect()
      await inviteWhereListening(view, pairing).finally(() => {
        // From here on the invite is the reason to listen, for as long as it is good.
        wantsToListen = false
        connect()
      })
    },
    withdrawInvite: () => pairing.putAway(),
    async join(pasted) {
      refusePaired()
      await pairing.join(pasted)
    },
    answer: async (answer) => pairing.answer(answer),
    async dismiss() {
      view.putAway()
      await pairing.putAway()
    },
    async reach({ addresses, connect: wanted }) {
      const partner = [...new Set(addresses.map(dialable))]
      await pairs.change({ reach: { partner, connect: wanted } })
      change()
      connect()
    },
    heard(news) {
      keepOf(pairs, news, change)
      if (view.heard(news)) change()
      hearOfPartner(tools, pairing, news)
    },
    connect() {
      pairing.resume()
      connect()
    },
    close: () => pairing.close(),
  }
}

async function inviteWhereListening(view: LinkView, pairing: PairingUnderWay): Promise<void> {
  const where = await view.whereListening().catch(failureOf)
  if ('code' in where) pairing.fail(where)
  else await pairing.invite(where)
}

function statusOf({ journal, pairs, setAside }: PartnerTools, view: LinkView, pairing: PairingUnderWay): PartnerStatus {
  const partner = journal()?.partner ?? null
  const former = pairs
    .earlier()
    .map((each) => ({ partnerName: each.partner?.name ?? null, endedAt: each.endedAt ?? 0 }))
  return {
    pairing: pairing.stage(),
    partner: partner && { name: partner.name, since: partner.since, compared: partner.compared },
    link: {
      state: view.state(),
      lastExchanged: partner?.lastExchanged ?? null,
      incoming: view.incoming(),
      failure: view.failure(),
      fault: view.fault(),
    },
    addresses: { own: [...view.addresses()], partner: pairs.reach().partner, portTaken: view.portTaken() },
    secondTaker: view.secondTaker(),
    setAside: setAside(),
    earlier: former,
  }
}

/** Remembers where each of the two is reached; what can't be written now is told again with the next stream. */
function keepOf(pairs: PairsStore, news: LinkNews, onChange: () => void): void {
  if (news.type === 'listening' && pairs.reach().port !== news.port) {
    background(bestEffort(pairs.change({ reach: { port: news.port } })))
  } else if (news.type === 'partner-addresses' && news.addresses.length > 0) {
    // They hold at once, whatever the disk says.
    background(bestEffort(pairs.change({ reach: { partner: [...news.addresses] } })).then(onChange))
  }
}

function hearOfPartner(tools: PartnerTools, pairing: PairingUnderWay, news: LinkNews): void {
  switch (news.type) {
    case 'pairing-linked':
      return background(pairing.linked(news).catch(reporting(() => pairing.fail({ code: 'pairing-broken-off' }))))
    case 'control':
      return pairing.hear(news.bytes)
    case 'pairing-ended':
      return background(pairing.giveUp(news.failure))
    case 'failed':
      return hearFailed(pairing, news.failure)
    case 'linked':
      // Only who knows the key that both have said yes to makes such a stream.
      return tools.pairs.candidate()
        ? // Where it can't be written now, the next such stream settles it.
          background(bestEffort(pairing.settle()))
        : tools.onLive(liveOf(tools, news.handshakeHash))
    case 'unlinked':
      return tools.onLive(null)
    case 'kept':
    case 'arrived':
    case 'own-ahead':
    case 'fork':
    case 'listening':
    case 'not-listening':
    case 'state':
    case 'fault':
    case 'incoming':
    case 'second-taker':
    case 'partner-addresses':
      return
  }
}

function hearFailed(pairing: PairingUnderWay, failure: Failure): void {
  const { stage } = pairing.stage()
  // The invite leads to a port that others have now. Who joins dials, and needs none.
  if (failure.code === 'port-taken') return stage === 'inviting' ? background(pairing.endInvite(failure)) : undefined
  if (stage === 'joining' || stage === 'inviting') pairing.fail(failure)
}

function liveOf(tools: PartnerTools, handshakeHash: Uint8Array): LiveSession | null {
  const journal = tools.journal()
  if (!journal?.partner) return null
  const [mine, theirs] = journal.role === 'inviter' ? (['first', 'second'] as const) : (['second', 'first'] as const)
  return {
    ...liveSecretsOf(epochOfKept(journal), handshakeHash),
    me: { name: tools.name(), color: mine },
    partner: { name: journal.partner.name, color: theirs },
  }
}
