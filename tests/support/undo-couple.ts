import * as Y from 'yjs'
import { markLive } from '../../renderer/sync/origins'
import { createSettling } from '../../renderer/sync/settling'
import { newSessionClient } from '../../shared/mark-clients'
import { openState, type SteppedPage } from './page-state'
import type { Random } from './random-texts'

const live = {}
markLive(live)

/** A client id for letters with another session, so that a seed makes the same run again. */
export function sessionOf(random: Random): number {
  const sessions = 2 ** 48
  return Math.floor(newSessionClient() / sessions) * sessions + random.below(sessions)
}

/** A text that was written before, on two devices that tell each other everything at once. */
export function openPair(random: Random, start: string): { own: Y.Text; partner: Y.Text } {
  const before = new Y.Doc()
  before.clientID = sessionOf(random)
  before.getText('body').insert(0, start)
  const [own, partner] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [own, partner]) {
    doc.clientID = sessionOf(random)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(before), live)
    createSettling(doc).release()
  }
  const telling = (to: Y.Doc) => (update: Uint8Array, origin: unknown) => {
    if (origin !== live) Y.applyUpdate(to, update, live)
  }
  own.on('update', telling(partner))
  partner.on('update', telling(own))
  return { own: own.getText('body'), partner: partner.getText('body') }
}

/** The same with a page open on either. */
export function openCouple(random: Random, start: string): { pages: readonly SteppedPage[]; close(): void } {
  const { own, partner } = openPair(random, start)
  const pages = [openState(own), openState(partner)]
  return { pages, close: () => pages.forEach((page) => page.close()) }
}
