import { ChangeSet } from '@codemirror/state'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mapSpan } from '../../renderer/features/page/inline-marks'

const words = 'so **good** day'
const place = fc.nat({ max: words.length })
const spanIn = fc.tuple(place, place).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))

it('[P539] a span that is written over with what stands around it is empty, and never ends before it begins', () => {
  const over = ChangeSet.of({ from: 0, to: words.length, insert: 'anew' }, words.length)
  expect(mapSpan({ from: 5, to: 9 }, over)).toEqual({ from: 4, to: 4 })
  fc.assert(
    fc.property(spanIn, spanIn, fc.string(), (span, { from, to }, insert) => {
      const changes = ChangeSet.of({ from, to, insert }, words.length)
      const { from: begin, to: end } = mapSpan(span, changes)
      expect(begin).toBeLessThanOrEqual(end)
      expect(end).toBeLessThanOrEqual(changes.newLength)
    }),
  )
})
