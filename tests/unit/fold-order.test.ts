import { describe, expect, it } from 'vitest'
import { createDevice, fileOf, flush, present, start, textOf, type, writerOf } from '../support/fold-devices'

describe('the order in which files come', () => {
  it('[Y248] words that came live, and that a file rests on without them, are filed and there after an unlock', () => {
    const [ana, ben] = [createDevice(1, 100), createDevice(2, 200)]
    const said: Uint8Array[] = []
    ben.say = (update) => void said.push(update)
    type(ben, 'said')
    type(ben, ' filed')
    const [only, filed] = said.map(present)
    expect(ana.fold.live(present(only))).toBe('applied')
    // It rests on what was only said, and doesn't name what has that.
    const file = fileOf(writerOf(2), 1, { slices: [present(filed)] })
    ana.mirror.set(file.head, file)
    ana.fold.receive([file])
    type(ana, ' answered')
    expect(present(flush(ana)).deps.get(file.writer)).toBe(1)
    const before = textOf(ana.doc)
    expect(before).toBe('said filed answered')
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const all = [...ana.mirror.values()]
      ana.mirror = new Map(order.map((at) => [present(all[at]).head, present(all[at])]))
      start(ana, 101)
      expect(textOf(ana.doc)).toBe(before)
      for (const each of all) expect(ana.fold.isKnown(each.writer, each)).toBe(true)
    }
  })
})
