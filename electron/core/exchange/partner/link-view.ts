import { AppError, type Failure, type FailureCode } from '../../../../shared/failure'
import type { PartnerStatus } from '../../../../shared/partner'
import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'

/** How long the host may take to say where it listens, ms: on a busy machine it may be long, and a host that has ended says so. */
const listenPatience = 30_000

/** What a disk says that takes no files. */
const ofDisk: ReadonlySet<FailureCode> = new Set(['disk-full', 'disk-failed', 'folder-unwritable'])

/** The link as the host has told it last. */
export interface LinkView {
  state(): PartnerStatus['link']['state']
  incoming(): PartnerStatus['link']['incoming']
  failure(): PartnerStatus['link']['failure']
  fault(): PartnerStatus['link']['fault']
  /** Where this device is reached, as `host:port`; empty as long as it isn't. */
  addresses(): readonly string[]
  /** The port that is wanted and can't be had just now. */
  portTaken(): number | null
  /** Somebody else has tried a used invite, and that hasn't been put away. */
  secondTaker(): boolean
  putAway(): void
  /** Takes in what is told; true where something that is shown has changed. */
  heard(news: LinkNews): boolean
  /** Resolves with the addresses once there are some; `port-taken`, or `host-unreachable` where the host says nothing. */
  whereListening(): Promise<readonly string[]>
}

export function createLinkView(clock: Clock): LinkView {
  let state: PartnerStatus['link']['state'] = 'off'
  let incoming: PartnerStatus['link']['incoming'] = null
  let failure: Failure | null = null
  let fault: PartnerStatus['link']['fault'] = null
  let addresses: readonly string[] | null = null
  let portTaken: number | null = null
  let secondTaker = false
  const waiting = new Set<(failure: Failure | null) => void>()

  function listens(at: readonly string[] | null, failure: Failure | null): void {
    addresses = at
    portTaken = failure?.code === 'port-taken' ? failure.port : null
    if (at || failure) for (const settle of waiting) settle(failure)
  }
  function heard(news: LinkNews): boolean {
    if (news.type === 'listening') listens(news.addresses, null)
    else if (news.type === 'not-listening') listens(null, null)
    else if (news.type === 'failed' && news.failure.code === 'port-taken') listens(null, news.failure)
    else if (news.type === 'state') state = news.state
    else if (news.type === 'fault') fault = news.fault
    else if (news.type === 'incoming') incoming = news.incoming
    else if (news.type === 'second-taker') secondTaker = true
    else if (news.type === 'failed' && ofDisk.has(news.failure.code)) failure = news.failure
    else if (news.type === 'arrived' && failure) failure = null
    else return false
    return true
  }

  return {
    state: () => state,
    incoming: () => incoming,
    failure: () => failure,
    fault: () => fault,
    addresses: () => addresses ?? [],
    portTaken: () => portTaken,
    secondTaker: () => secondTaker,
    putAway() {
      secondTaker = false
    },
    heard,
    async whereListening() {
      if (addresses) return addresses
      await new Promise<void>((resolve, reject) => {
        const settle = (failure: Failure | null) => {
          cancel()
          waiting.delete(settle)
          if (failure) reject(new AppError(failure))
          else resolve()
        }
        const cancel = clock.after(listenPatience, () => settle({ code: 'host-unreachable' }))
        waiting.add(settle)
      })
      return addresses ?? []
    },
  }
}
