import { openPartnerLinkAt } from '../../electron/adapters/link/open-partner-link'
import type { LinkOrder } from '../../electron/core/protocol/link-protocol'

// Run as a process of its own, to be killed: the real link of the vault in this folder, which does what its parent
// orders and tells it the news.
const [, , folder = ''] = process.argv

const tell = (message: unknown) => process.send?.(message, () => undefined)
const link = openPartnerLinkAt('127.0.0.1')({ folder, tell, onSignaled: tell })
process.on('message', (order) => link.order(order as LinkOrder))
