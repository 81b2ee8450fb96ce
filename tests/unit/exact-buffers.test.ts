import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { exactBuffers } from '../../shared/exact-buffers'

const part = (...content: number[]) => new Uint8Array([9, 9, ...content, 9]).subarray(2, 2 + content.length)
const isExact = ({ byteLength, buffer }: Uint8Array) => byteLength === buffer.byteLength

it('[H400] bytes that show a part of their buffer are copied wherever they lie, and all else stays what it is', () => {
  const whole = new Uint8Array([1, 2])
  const untouched = { words: ['by', 'the', 'sea'], at: NaN, none: null, nothing: undefined, whole }
  const message = {
    type: 'news',
    bytes: part(1, 2, 3),
    pooled: Buffer.from('twelve bytes'),
    empty: part(),
    list: [untouched, [part(4)], untouched],
    map: new Map<string, unknown>([
      ['one', part(5)],
      ['two', untouched],
    ]),
    untouched,
  }
  const exact = exactBuffers(message)
  expect(exact).toEqual({
    ...message,
    bytes: new Uint8Array([1, 2, 3]),
    pooled: new Uint8Array(Buffer.from('twelve bytes')),
    empty: new Uint8Array(0),
  })
  const found = [exact.bytes, exact.pooled, exact.empty, (exact.list[1] as Uint8Array[])[0], exact.map.get('one')]
  for (const bytes of found) expect(isExact(bytes as Uint8Array)).toBe(true)
  // The caller's own is left alone.
  expect(message.bytes.buffer.byteLength).toBe(6)
  expect([exact.untouched, exact.list[0], exact.map.get('two')]).toEqual([untouched, untouched, untouched])
  expect(exact.untouched).toBe(untouched)
  expect(exact.list[2]).toBe(untouched)
})

it('[H400] a message whose bytes are exact is the same one, however large: nothing of it is copied', () => {
  const update = new Uint8Array(20 * 1024 * 1024)
  const message = {
    type: 'signal',
    payload: { update, small: new Map([['one', new Uint8Array(3)]]) },
    rows: [[1], 'a'],
  }
  expect(exactBuffers(message)).toBe(message)
  for (const each of ['text', 7, null, undefined, true]) expect(exactBuffers(each)).toBe(each)
})

it('[H400] what another world made is looked at like one’s own', () => {
  const message = runInNewContext(`({
    bytes: new Uint8Array([9, 1, 2, 9]).subarray(1, 3),
    list: [new Map([['one', new Uint8Array([9, 3]).subarray(1)]])],
  })`) as { bytes: Uint8Array; list: Map<string, Uint8Array>[] }
  const exact = exactBuffers(message)
  const found = [exact.bytes, exact.list[0]?.get('one')]
  expect(found).toEqual([new Uint8Array([1, 2]), new Uint8Array([3])])
  for (const bytes of found) expect(bytes && isExact(bytes)).toBe(true)
  expect(() => exactBuffers(runInNewContext('({ hidden: new Uint16Array(2) })') as unknown)).toThrow(TypeError)
})

it('[H400] what could hide a buffer is refused', () => {
  const hidden: unknown[] = [
    new Uint16Array(2),
    new DataView(new ArrayBuffer(4)),
    new ArrayBuffer(4),
    new Set([part(1)]),
    new Date(0),
    new Error('x', { cause: part(1) }),
    new (class Holder {
      bytes = part(1)
    })(),
  ]
  for (const value of hidden) expect(() => exactBuffers({ list: [value] })).toThrow(TypeError)
})
