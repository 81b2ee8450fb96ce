import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { markLive } from '../../renderer/sync/origins'
import { createReplica } from '../../renderer/sync/replica'
import { sessionOfClient } from '../../shared/mark-clients'
import { createSharedVault, isSameDoc } from '../support/shared-vault'

const text = (doc: Y.Doc) => doc.getText('body')
const room = {}
markLive(room)
/** Lets every answer that is under way arrive. */
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

it('[R286] a replica that is loaded writes under the ids that the vault process gave it, and under others once those are used up', async () => {
  const vault = createSharedVault()
  const replica = createReplica({ api: vault.api })
  await replica.whenLoaded
  const [first] = vault.begun
  expect([replica.doc.clientID, vault.begun.length]).toEqual([first, 1])
  expect([...replica.sessions()]).toContain(sessionOfClient(first ?? 0))
  text(replica.doc).insert(0, 'mine')
  await turns()
  const forger = new Y.Doc()
  Y.applyUpdate(forger, Y.encodeStateAsUpdate(replica.doc))
  forger.clientID = first ?? 0
  text(forger).insert(4, ', not')
  Y.applyUpdate(replica.doc, Y.encodeStateAsUpdate(forger), room)
  // Whatever is written before the next answer is under an id that nobody else has.
  expect(replica.doc.clientID).not.toBe(first)
  text(replica.doc).insert(0, 'Still ')
  await turns()
  expect([replica.doc.clientID, vault.begun.length]).toEqual([vault.begun[1], 2])
  expect([...replica.sessions()]).toContain(sessionOfClient(first ?? 0))
  await turns()
  expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
  replica.destroy()
})
