import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage, maxByteArrays } from '../../shared/message-codec'
import { maxSocketMessage } from '../../shared/socket-protocol'

const bytes = (...values: number[]) => new Uint8Array(values)

/** A frame as the format says, from parts that need not fit together. */
function frameOf(head: unknown, tail: Uint8Array, headLength?: number): Uint8Array {
  const text = Buffer.from(typeof head === 'string' ? head : JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(headLength ?? text.length)
  return Buffer.concat([length, text, tail])
}

const keys = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('bytes', 'message', 'at', '0', 'constructor', 'toString'))
  .filter((key) => key !== '__proto__' && key !== 'toJSON')

/** Any value that JSON can say, with byte arrays here and there. */
const { messages } = fc.letrec<{ messages: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    { weight: 3, arbitrary: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)) },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 5 }) },
    { weight: 2, arbitrary: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }) },
  ),
  messages: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}))
describe('messages with bytes', () => {
  it('[B32] a message without bytes stays JSON text, and comes back', () => {
    const message = { type: 'call', id: 1, name: 'journal.read', input: { id: null } }
    expect(encodeMessage(message)).toBe(JSON.stringify(message))
    expect(decodeMessage(JSON.stringify(message))).toEqual(message)
  })

  it('[B32] bytes go behind the head in their order, and the head says where they belong', () => {
    const message = { a: bytes(1, 2), list: [null, { deep: bytes() }], last: Buffer.from([3]) }
    const frame = encodeMessage(message)
    const head = {
      bytes: [
        { at: ['a'], length: 2 },
        { at: ['list', 1, 'deep'], length: 0 },
        { at: ['last'], length: 1 },
      ],
      message: { a: null, list: [null, { deep: null }], last: null },
    }
    expect(frame).toEqual(new Uint8Array(frameOf(head, bytes(1, 2, 3))))
  })

  it('[B32] whatever JSON can say comes back with its bytes, as arrays of their own', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const sent = encodeMessage(message)
        const got = decodeMessage(sent)
        expect(got).toEqual(message)
        if (typeof sent !== 'string') sent.fill(0)
        expect(got).toEqual(message)
      }),
    )
  })

  it('[B32] a sender refuses what a reader would', () => {
    const many = (count: number) => ({ slices: Array.from({ length: count }, () => bytes(7)) })
    expect(decodeMessage(encodeMessage(many(maxByteArrays)))).toEqual(many(maxByteArrays))
    let nested: unknown = bytes(1)
    for (let depth = 0; depth < 33; depth++) nested = [nested]
    const refused = [
      bytes(1),
      many(maxByteArrays + 1),
      { update: new Uint8Array(maxSocketMessage) },
      JSON.parse('{"__proto__":1}', (key, value: unknown) => (key === '__proto__' ? bytes(1) : value)),
      nested,
    ]
    for (const message of refused) expect(() => encodeMessage(message)).toThrow(RangeError)
  })
})

describe('frames that nobody of ours makes', () => {
  const place = (at: unknown, length: unknown = 1) => ({ at, length })
  it.each([
    ['is too short for its length', bytes(1, 0, 0)],
    ['is shorter than its head', frameOf({ bytes: [place(['a'])], message: { a: null } }, bytes(1), 1000)],
    ['has a head of 4 GiB', bytes(255, 255, 255, 255, 1)],
    ['has a head that is no JSON', frameOf('{', bytes(1))],
    ['has a head that is no UTF-8', Buffer.concat([bytes(2, 0, 0, 0), bytes(0x22, 0xff)])],
    ['has no bytes', frameOf({ bytes: [], message: {} }, bytes())],
    ['has no message', frameOf({ bytes: [place(['a'])] }, bytes(1))],
    ['has a head with more in it', frameOf({ bytes: [place(['a'])], message: { a: null }, more: 1 }, bytes(1))],
    ['says less than there is', frameOf({ bytes: [place(['a'])], message: { a: null } }, bytes(1, 2))],
    ['says more than there is', frameOf({ bytes: [place(['a'], 2)], message: { a: null } }, bytes(1))],
    ['has a negative length', frameOf({ bytes: [place(['a'], -1)], message: { a: null } }, bytes())],
    ['has half a length', frameOf({ bytes: [place(['a'], 0.5)], message: { a: null } }, bytes(1))],
    ['puts bytes in place of a value', frameOf({ bytes: [place(['a'])], message: { a: 'x' } }, bytes(1))],
    ['puts bytes where nothing is', frameOf({ bytes: [place(['b'])], message: { a: null } }, bytes(1))],
    [
      'puts bytes twice in one place',
      frameOf({ bytes: [place(['a']), place(['a'])], message: { a: null } }, bytes(1, 2)),
    ],
    ['puts bytes into bytes', frameOf({ bytes: [place(['a']), place(['a', 0])], message: { a: null } }, bytes(1, 2))],
    ['puts bytes past the end of a list', frameOf({ bytes: [place(['a', 1])], message: { a: [null] } }, bytes(1))],
    ['names an item by text', frameOf({ bytes: [place(['a', '0'])], message: { a: [null] } }, bytes(1))],
    ['names a field by number', frameOf({ bytes: [place([0])], message: { 0: null } }, bytes(1))],
    ['names the length of a list', frameOf({ bytes: [place(['a', 'length'])], message: { a: [] } }, bytes(1))],
    ['reaches for a prototype', frameOf({ bytes: [place(['__proto__', 'x'])], message: { a: null } }, bytes(1))],
    [
      'reaches for its own prototype',
      frameOf('{"bytes":[{"at":["__proto__"],"length":1}],"message":{"__proto__":null}}', bytes(1)),
    ],
    ['reaches for a constructor', frameOf({ bytes: [place(['constructor', 'name'])], message: {} }, bytes(1))],
    ['reaches into text', frameOf({ bytes: [place(['a', 0])], message: { a: 'x' } }, bytes(1))],
    ['is all bytes', frameOf({ bytes: [place([])], message: null }, bytes(1))],
    [
      'has too many arrays',
      frameOf(
        { bytes: Array.from({ length: maxByteArrays + 1 }, (_, at) => place([at], 0)), message: Array(257).fill(null) },
        bytes(),
      ),
    ],
  ])('[B33] a frame that %s is refused', (_, frame) => {
    expect(decodeMessage(frame)).toBe(null)
    expect(({} as { x?: unknown }).x).toBe(undefined)
  })

  it('[B33] a message that holds what looks like a head or a place is what it is', () => {
    const message = { bytes: [{ at: ['message'], length: 1 }], message: null, real: bytes(1) }
    expect(decodeMessage(encodeMessage(message))).toEqual(message)
    expect(decodeMessage(JSON.stringify({ bytes: [place(['a'])], message: { a: null } }))).toEqual({
      bytes: [{ at: ['a'], length: 1 }],
      message: { a: null },
    })
  })

  it('[B33] no bytes and no text make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (frame) => decodeMessage(frame) === null))
    fc.assert(fc.property(fc.string(), (text) => void decodeMessage(text)))
    const odd = fc.record({
      bytes: fc.array(fc.record({ at: fc.array(keys), length: fc.nat(4) })),
      message: fc.jsonValue(),
    })
    fc.assert(
      fc.property(odd, fc.uint8Array({ maxLength: 8 }), (head, tail) => void decodeMessage(frameOf(head, tail))),
    )
  })

  it('[B33] one changed byte is refused or changes that message alone', () => {
    const frame = encodeMessage({ type: 'call', id: 3, input: { update: bytes(1, 2, 3) } }) as Uint8Array
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = frame.slice()
        changed[at] = (changed[at] ?? 0) ^ flip
        decodeMessage(changed)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
    )
  })
})
