import { EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { excerptOf } from '../../electron/core/journals/excerpt'
import { wholeCharacters } from '../../renderer/features/page/whole-characters'
import { fittingPart } from '../../renderer/lib/use-fitted-input'
import { normalizeTag } from '../../shared/entry'
import { oneLine, plainLines } from '../../shared/plain-lines'
import { signs } from '../support/signs'

const breaks = ['\v', '\f', '\u0085', '\u2028', '\u2029', '\r']

it('[P256] a sign that breaks a line elsewhere becomes a line’s end on the page, however it comes in', () => {
  for (const sign of breaks) {
    expect(plainLines(`a${sign}b`)).toBe('a\nb')
    const state = EditorState.create({
      doc: `old${sign}text`,
      extensions: [EditorState.lineSeparator.of('\n'), wholeCharacters],
    })
    const { newDoc, newSelection } = state.update({
      changes: { from: 3, insert: `a${sign}😀${sign}` },
      selection: { anchor: 8 },
    })
    // What was there already is not rewritten.
    expect(newDoc.toString()).toBe(`olda\n😀\n${sign}text`)
    expect(newSelection.main.head).toBe(8)
  }
  expect(plainLines('a\r\nb\r\rc\n\v')).toBe('a\nb\n\nc\n\n')
})

it('[P256] and a space in a tag, in a field of one line and in the beginning of an entry', () => {
  for (const sign of breaks) {
    expect(normalizeTag(`${sign}rain${sign}${sign}sun${sign}`)).toBe('rain sun')
    expect(fittingPart(`rain${sign}sun`, 20)).toBe('rain sun')
    expect(oneLine(`rain${sign}sun`)).toBe('rain sun')
    expect(excerptOf(`rain${sign}sun`)).toBe('rain sun')
  }
  expect(fittingPart('rain\r\nsun', 20)).toBe('rain sun')
})

it('[P257] a field of one line takes what fits of a text in whole signs', () => {
  expect(fittingPart('abc', 2)).toBe('ab')
  expect(fittingPart('abc', 0)).toBe('')
  expect(fittingPart('abc', -1)).toBe('')
  expect(fittingPart('a\ud83db\udc68', 5)).toBe('a\ufffdb\ufffd')
  for (const sign of [...signs.atOnce, ...signs.markByMark])
    for (let room = 0; room < sign.length; room++) expect(fittingPart(sign, room)).toBe('')
})
