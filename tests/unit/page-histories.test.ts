import { history, undoDepth } from '@codemirror/commands'
import { EditorState } from '@codemirror/state'
import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createPageHistories, historyFields, mostEntries } from '../../renderer/features/page/page-histories'
import { mostSteps } from '../../renderer/features/page/shared-undo'

/** Edits a shared text as its page does, one step each. */
function edited(text: Y.Text, histories: ReturnType<typeof createPageHistories>, steps = 1): void {
  const kept = histories.of(text)
  for (let step = 0; step < steps; step++) {
    text.doc?.transact(() => text.insert(0, 'x'), kept.origin)
    kept.manager.stopCapturing()
  }
  histories.leaveShared(text, kept)
}
const textsIn = (doc: Y.Doc, count: number) => Array.from({ length: count }, (_, index) => doc.getText(`text ${index}`))
const pageOf = (doc: string) => EditorState.create({ doc, extensions: history() })
const typed = (state: EditorState, insert: string) => state.update({ changes: { from: 0, insert } }).state

describe('what can be taken back', () => {
  it('[P63] is remembered of the shared entries left last, and of those alone in which something can be', () => {
    const histories = createPageHistories()
    const texts = textsIn(new Y.Doc(), mostEntries + 2)
    for (const text of texts.slice(0, -1)) edited(text, histories)
    for (const text of textsIn(new Y.Doc(), 100)) histories.leaveShared(text, histories.of(text))
    const canUndo = texts.map((text) => histories.of(text).manager.canUndo())
    expect(canUndo).toEqual([false, ...Array.from({ length: mostEntries }, () => true), false])
  })

  it('[P190] leaves nothing on the document but for the entries it is remembered of', () => {
    const histories = createPageHistories()
    const doc = new Y.Doc()
    const [begun, ended] = [vi.spyOn(doc, 'on'), vi.spyOn(doc, 'off')]
    const isOfEnd = ([name]: readonly unknown[]) => name === 'destroy'
    const listeners = () => begun.mock.calls.filter(isOfEnd).length - ended.mock.calls.filter(isOfEnd).length
    for (const text of textsIn(doc, 100)) histories.leaveShared(text, histories.of(text))
    expect(listeners()).toBe(0)
    const texts = textsIn(doc, mostEntries + 20)
    for (const text of texts) edited(text, histories)
    const most = listeners()
    for (const text of texts) edited(text, histories)
    expect(listeners()).toBe(most)
    expect(most).toBe(2 * mostEntries)
  })

  it('[P63] is a hundred steps in each entry, the newest', () => {
    const histories = createPageHistories()
    const text = new Y.Doc().getText('text')
    edited(text, histories, mostSteps + 50)
    const { manager } = histories.of(text)
    let undone = 0
    while (manager.undo()) undone++
    expect(undone).toBe(mostSteps)
    expect(text.length).toBe(50)
    while (manager.redo()) undone--
    expect(undone).toBe(0)
    expect(text.length).toBe(mostSteps + 50)
  })

  it('[P64] of a shared entry ends with the document it is in', () => {
    const histories = createPageHistories()
    const doc = new Y.Doc()
    const [left, open] = textsIn(doc, 2)
    if (!left || !open) throw new Error('no texts')
    edited(left, histories)
    const kept = histories.of(open)
    doc.transact(() => open.insert(0, 'x'), kept.origin)
    doc.destroy()
    histories.leaveShared(open, kept)
    for (const text of [left, open]) expect(histories.of(text).manager.canUndo()).toBe(false)
  })

  it('[P65] of a private entry is remembered with its text alone, of the entries left last, within bounds', () => {
    const histories = createPageHistories()
    for (let index = 0; index <= mostEntries; index++)
      histories.leavePrivate(`entry ${index}`, typed(pageOf('the sea'), 'By '))
    histories.leavePrivate('only read', pageOf('the sea'))
    expect(histories.stateOf('entry 0', 'By the sea')).toBe(null)
    expect(histories.stateOf('only read', 'the sea')).toBe(null)
    expect(histories.stateOf('entry 1', 'By the lake')).toBe(null)
    expect(histories.stateOf('entry 1', 'By the sea')).toBe(null)
    const left = histories.stateOf('entry 2', 'By the sea')
    const state = EditorState.fromJSON(left, { extensions: history() }, historyFields)
    expect(state.doc.toString()).toBe('By the sea')
    expect(undoDepth(state)).toBe(1)
    // Two pages of five million letters are too much together: the one left first goes.
    const long = 'a'.repeat(5_000_000)
    histories.leavePrivate('long', typed(pageOf(long), 'b'))
    histories.leavePrivate('longer', typed(pageOf(long), 'c'))
    expect(histories.stateOf('long', `b${long}`)).toBe(null)
    expect(histories.stateOf('longer', `c${long}`)).not.toBe(null)
  })
})
