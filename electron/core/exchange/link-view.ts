import { AppError, type Failure, type FailureCode } from '../../../shared/failure'
import type { PartnerStatus } from '../../../shared/partner'
import type { LinkNews } from '../host/link-protocol'
import type { Clock } from '../ports'

/** How long the host may take to say where it listens, ms. */
const listenPatience = 5000

/** What a disk says that takes no files. */
const ofDisk: ReadonlySet<FailureCode> = new Set(['disk-full', 'disk-failed', 'folder-unwritable'])

/** The link as the host has told it last. */
export interface LinkView {
  state(): PartnerStatus['link']['state']
  incoming(): PartnerStatus['link']['incoming']
  failure(): PartnerStatus['link']['failure']
  /** Where this device is reached, as `host:port`; empty as long as it isn't. */
  addresses(): readonly string[]
  /** Somebody else has tried a used invite, and that hasn't been put away. */
  secondTaker(): boolean
  putAway(): void
  /** Takes in what is told; true where something that is shown has changed. */
  heard(news: LinkNews): boolean
  /** Resolves with the addresses once there are some; `host-unreachable` where the host says nothing. */
  whereListening(): Promise<readonly string[]>
}

export function createLinkView(clock: Clock): LinkView {
  let state: PartnerStatus['link']['state'] = 'off'
  let incoming: PartnerStatus['link']['incoming'] = null
  let failure: Failure | null = null
  let addresses: readonly string[] | null = null
  let secondTaker = false
  const waiting = new Set<() => void>()

  function heard(news: LinkNews): boolean {
    if (news.type === 'listening') {
      addresses = news.addresses
      for (const resolve of waiting) resolve()
    } else if (news.type === 'state') state = news.state
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
    addresses: () => addresses ?? [],
    secondTaker: () => secondTaker,
    putAway() {
      secondTaker = false
    },
    heard,
    async whereListening() {
      if (addresses) return addresses
      await new Promise<void>((resolve, reject) => {
        const cancel = clock.after(listenPatience, () => reject(new AppError({ code: 'host-unreachable' })))
        const found = () => {
          cancel()
          waiting.delete(found)
          resolve()
        }
        waiting.add(found)
      })
      return addresses ?? []
    },
  }
}
