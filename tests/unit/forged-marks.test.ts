import { describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import { makeWriter } from '../../electron/core/exchange/format/writer-id'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { createReplica } from '../../renderer/sync/replica'
import { createSettling } from '../../renderer/sync/settling'
import { insertMark } from '../../shared/insert-mark'
import { markClient, type MarkRole, newSessionClient } from '../../shared/mark-clients'
import { createSharedVault } from '../support/shared-vault'

const words = 'Words that I have typed myself'

function docWith(body: string): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = newSessionClient()
  doc.getText('body').insert(0, body)
  return doc
}
/** What a changed app makes of a document, under a client id of marks and another one for each change. */
function forged(doc: Y.Doc, role: MarkRole, changes: readonly ((text: Y.Text) => void)[]): Uint8Array {
  const whole = Y.encodeStateAsUpdate(doc)
  const updates = changes.map((change) => {
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, whole)
    theirs.clientID = markClient(newSessionClient(), role)
    change(theirs.getText('body'))
    return Y.encodeStateAsUpdate(theirs)
  })
  return Y.mergeUpdates(updates)
}

describe("marks in a window that a partner's changed app writes to", () => {
  it('[R170] take no letter with them, whatever comes under their ids', () => {
    const crafts: [MarkRole, readonly ((text: Y.Text) => void)[]][] = [
      ['sign', [(text) => text.setAttribute('any', 'thing')]],
      ['bold-open', ['a', 'b', 'c'].map((key) => (text) => text.format(6, 4, { [key]: true }))],
      ['sign', ['a', 'b', 'c'].map((key) => (text) => text.format(6, 4, { [key]: true }))],
    ]
    for (const [role, changes] of crafts) {
      const doc = docWith(words)
      const settling = createSettling(doc)
      settling.release()
      Y.applyUpdate(doc, forged(doc, role, changes), 'vault')
      settling.release()
      expect(doc.getText('body').toJSON(), role).toBe(words)
    }
  })

  it('[R171] put side by side by one after another, as three indents, all stay', () => {
    const doc = docWith('- far in')
    for (let level = 0; level < 4; level++) insertMark(doc.getText('body'), 0, '  ', 'indent')
    createSettling(doc).release()
    expect(doc.getText('body').toJSON()).toBe('        - far in')
  })

  it('[R172] are saved though the partner has used up all numbers of their client id', async () => {
    const replica = createReplica({ api: createSharedVault().api })
    await replica.whenLoaded
    const fold = createFold({ doc: new Y.Doc(), me: makeWriter('0'.repeat(32), systemRandomness) })
    const used = usedUp(markClient(replica.doc.clientID, 'bold-open'))
    expect(fold.live(used)).toBe('applied')
    Y.applyUpdate(replica.doc, used, 'vault')
    const text = replica.doc.getText('body')
    text.insert(0, words)
    insertMark(text, 0, '**', 'bold-open')
    expect(fold.write(Y.encodeStateAsUpdate(replica.doc))).toBe('applied')
    replica.destroy()
  })
})

/** An update that says of a client that all it can ever write has been deleted. */
function usedUp(client: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, client, 0, 0, Number.MAX_SAFE_INTEGER, 0]) encoding.writeVarUint(encoder, number)
  })
}

/** What two sessions have made of one line at once, not settled yet. */
function twoHeadings(): Y.Doc {
  const doc = docWith('milk')
  const whole = Y.encodeStateAsUpdate(doc)
  for (let session = 0; session < 2; session++) {
    const other = new Y.Doc()
    Y.applyUpdate(other, whole)
    other.clientID = newSessionClient()
    insertMark(other.getText('body'), 0, '# ', 'heading')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  }
  return doc
}

it.each([
  { isReadOnly: true, shown: '# # milk', pushes: 0 },
  { isReadOnly: false, shown: '# milk', pushes: 1 },
])('[R192] marks of both are settled only where the journal takes it: %o', async ({ isReadOnly, shown, pushes }) => {
  const vault = createSharedVault({ isReadOnly })
  Y.applyUpdate(vault.doc, Y.encodeStateAsUpdate(twoHeadings()), 'window')
  const replica = createReplica({ api: vault.api })
  const text = replica.doc.getText('body')
  await replica.whenLoaded
  expect(text.toJSON()).toBe(shown)
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  expect(vault.pushed).toHaveLength(pushes)
  expect(replica.pending()).toEqual({ state: 'saved', failure: null })
  replica.destroy()
})
