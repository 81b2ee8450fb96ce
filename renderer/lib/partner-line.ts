import type { PartnerStatus } from '../../shared/partner'

/** What the one quiet line about the partner says, and of whom. */
export type PartnerLine =
  | { says: 'invite' | 'waiting-for-partner' | 'joining' | 'failed' }
  | { says: 'compare' | 'waiting-for-answer' | 'connected' | 'paused' | 'looking'; name: string }
  | { says: 'exchanged'; name: string; at: number }
  | { says: 'not-stored'; name: string; reason: 'disk-full' | 'disk-failed' | 'folder-unwritable' }
  | { says: 'receiving'; name: string; verified: number; announced: number }

/** The most telling thing there is to say: a pairing on its way first, then what comes in or can't, then the connection. */
export function partnerLine({ pairing, partner, link }: PartnerStatus): PartnerLine {
  switch (pairing.stage) {
    case 'inviting':
      return { says: 'waiting-for-partner' }
    case 'joining':
      return { says: 'joining' }
    case 'comparing':
      return { says: pairing.answered ? 'waiting-for-answer' : 'compare', name: pairing.partnerName }
    case 'failed':
      return { says: 'failed' }
    case 'none':
      return partner ? lineOfLink(partner.name, link) : { says: 'invite' }
  }
}

function lineOfLink(name: string, link: PartnerStatus['link']): PartnerLine {
  if (link.state === 'paused') return { says: 'paused', name }
  const reason = link.failure?.code
  if (reason === 'disk-full' || reason === 'disk-failed' || reason === 'folder-unwritable')
    return { says: 'not-stored', name, reason }
  if (link.incoming) return { says: 'receiving', name, ...link.incoming }
  if (link.state === 'connected') return { says: 'connected', name }
  return link.lastExchanged === null ? { says: 'looking', name } : { says: 'exchanged', name, at: link.lastExchanged }
}

/** Bytes as megabytes (10^6): what has come is rounded down, so that the end is never told before it is there. */
export function megabytes({ verified, announced }: { verified: number; announced: number }): {
  done: number
  all: number
} {
  const all = Math.max(0.1, Math.ceil(announced / 100_000) / 10)
  const done = Math.min(all, Math.floor(verified / 100_000) / 10)
  return all < 10 ? { done, all } : { done: Math.floor(done), all: Math.ceil(all) }
}
