import type { LinkNews } from '../../core/protocol/link-protocol'
import type { PartnerLink } from '../../core/host/host'
import { openCarrierBy } from '../../core/link/mirror/open-carrier'
import { createPartnerLink } from '../../core/link/partner-link'
import { diskFiles } from '../disk-files'
import { createSodiumCipher } from '../sodium-cipher'
import { systemClock } from '../system-clock'
import { systemRandomness } from '../system-randomness'
import { ownHosts } from './interfaces'
import { createTcpStreams } from './tcp'

interface Vault {
  /** The vault's folder. */
  readonly folder: string
  tell(news: LinkNews): void
  onSignaled(message: string): void
}

/** Makes the link of a vault on the real disk and network; `linkHost` is the one address to listen on, null for all. */
export const openPartnerLinkAt =
  (linkHost: string | null) =>
  (vault: Vault): PartnerLink =>
    createPartnerLink({
      ...vault,
      files: diskFiles,
      openCarrier: openCarrierBy(createSodiumCipher()),
      clock: systemClock,
      randomness: systemRandomness,
      streams: createTcpStreams(systemClock),
      linkHost,
      ownHosts,
    })
