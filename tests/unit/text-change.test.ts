import { ChangeSet, EditorState } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeCharacters } from '../../renderer/features/page/whole-characters'
import { AppError } from '../../shared/failure'
import { applyChanges, textChange, type TextChange } from '../../shared/text-change'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '𝒳', '👩‍👧', ' '), maxLength: 60 })

function changesOf(set: ChangeSet): TextChange[] {
  const changes: TextChange[] = []
  set.iterChanges((from, to, _fromB, _toB, inserted) => changes.push({ from, to, insert: inserted.toString() }))
  return changes
}

const edit = text.chain((body) =>
  fc.array(fc.tuple(fc.nat(body.length), fc.nat(body.length), text), { maxLength: 4 }).map((specs) => ({
    body,
    specs: specs.map(([a, b, insert]) => ({ from: Math.min(a, b), to: Math.max(a, b), insert })),
  })),
)

describe('changes of a text', () => {
  it('[P1] an edit of the page makes the same text of the stored body as of the page', () => {
    fc.assert(
      fc.property(edit, ({ body, specs }) => {
        const extensions = [EditorState.lineSeparator.of('\n'), wholeCharacters]
        const state = EditorState.create({ doc: body, extensions })
        const set = specs.reduce(
          (all, spec) => all.compose(ChangeSet.of(clip(spec, all.newLength), all.newLength, '\n')),
          ChangeSet.empty(body.length),
        )
        const transaction = state.update({ changes: set })
        const changes = changesOf(transaction.changes)
        for (const change of changes) textChange.parse(change)
        expect(applyChanges(body, changes)).toBe(transaction.newDoc.toString())
      }),
    )
  })

  it('[P2] an edit that can not belong to the text is refused whole', () => {
    const outOfStep: TextChange[][] = [
      [{ from: 0, to: 4, insert: '' }],
      [{ from: 4, to: 4, insert: 'x' }],
      [
        { from: 0, to: 2, insert: 'x' },
        { from: 1, to: 3, insert: 'y' },
      ],
      [
        { from: 2, to: 3, insert: 'x' },
        { from: 0, to: 1, insert: 'y' },
      ],
    ]
    for (const changes of outOfStep) {
      expect(() => applyChanges('Ana', changes)).toThrow(new AppError({ code: 'edit-out-of-step' }))
    }
  })

  it('[P2] a change with offsets that are no offsets is not parsed', () => {
    for (const bad of [
      { from: -1, to: 0, insert: '' },
      { from: 1, to: 0, insert: '' },
      { from: 0.5, to: 1, insert: '' },
      { from: 0, to: 1 },
    ]) {
      expect(textChange.safeParse(bad).success).toBe(false)
    }
  })
})

function clip(change: TextChange, length: number): TextChange {
  return { from: Math.min(change.from, length), to: Math.min(change.to, length), insert: change.insert }
}
