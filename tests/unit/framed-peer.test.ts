import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credit, createFramedStreams, type FramedStreams, stallAfter } from '../../renderer/sync/framed-streams'
import {
  createAssembler,
  FrameError,
  longestMessage,
  payloadSize,
  pieceOf,
  readFrame,
  type Stream,
} from '../../renderer/sync/frames'
import { createManualClock } from '../support/manual-clock'

/** Two ends over channels that keep each stream's order, and carry a frame only when the test says so. */
function createEnds(clock = createManualClock()) {
  const under: { to: 'ana' | 'ben'; stream: Stream; frame: Uint8Array }[] = []
  const heard: Record<'ana' | 'ben', Uint8Array[]> = { ana: [], ben: [] }
  const errors: Error[] = []
  const end = (name: 'ana' | 'ben', to: 'ana' | 'ben'): FramedStreams =>
    createFramedStreams({
      wire: { send: (stream, frame) => under.push({ to, stream, frame }), buffered: () => 0 },
      deliver: (message) => heard[name].push(message),
      fail: (error) => errors.push(error),
      after: clock.after,
    })
  const ends = { ana: end('ana', 'ben'), ben: end('ben', 'ana') }
  const carry = (frames = 1) => {
    for (const { to, stream, frame } of under.splice(0, frames)) ends[to].receive(frame, stream)
  }
  return {
    ...ends,
    heard,
    errors,
    under,
    clock,
    carry,
    carryAll: () => {
      while (under.length > 0) carry()
    },
  }
}

const filled = (length: number) => new Uint8Array(length).map((_, index) => (index * 7 + (index >> 8)) & 255)
const bulkOnItsWay = (ends: ReturnType<typeof createEnds>) =>
  ends.under.filter(({ stream }) => stream === 'bulk').length

describe('frames', () => {
  it('[R1] a message of any length within bounds arrives as it was, in frames of at most 16 KiB', () => {
    for (const length of [0, 1, payloadSize - 1, payloadSize, payloadSize + 1, 3 * payloadSize, 1_000_003]) {
      const ends = createEnds()
      const message = filled(length)
      ends.ana.send(message, 'bulk')
      let longest = 0
      while (ends.under.length > 0) {
        longest = Math.max(longest, ends.under[0]?.frame.length ?? 0)
        ends.carry()
      }
      expect(ends.heard.ben.map((heard) => Buffer.compare(heard, message))).toEqual([0])
      expect(longest).toBeLessThanOrEqual(16 * 1024)
      expect(ends.errors).toEqual([])
    }
  })

  it('[R1] messages of both streams arrive whole and in the order of their stream, however they are carried', () => {
    const sends = fc.array(fc.tuple(fc.constantFrom<Stream>('live', 'bulk'), fc.integer({ min: 0, max: 60_000 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(sends, fc.array(fc.integer({ min: 1, max: 9 })), (messages, portions) => {
        const ends = createEnds()
        const sent: Record<Stream, Uint8Array[]> = { live: [], bulk: [] }
        for (const [index, [stream, length]] of messages.entries()) {
          const message = filled(length + 1).fill(stream === 'live' ? 1 : 0, 0, 1)
          sent[stream].push(message)
          ends.ana.send(message, stream)
          ends.carry(portions[index % (portions.length || 1)] ?? 1)
        }
        ends.carryAll()
        const came = (mark: number) => Buffer.concat(ends.heard.ben.filter(([first]) => first === mark))
        expect(ends.heard.ben.length).toBe(messages.length)
        expect(came(1).equals(Buffer.concat(sent.live))).toBe(true)
        expect(came(0).equals(Buffer.concat(sent.bulk))).toBe(true)
        expect(ends.errors).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('[R2] bytes that are no frame are refused, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const frame = readFrame(bytes)
          expect(frame.type === 'credit' ? bytes.length : frame.payload.length).toBeLessThanOrEqual(40)
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError)
        }
      }),
    )
    expect(() => readFrame(new Uint8Array([16]))).toThrow(FrameError)
    expect(() => readFrame(new Uint8Array(2 + payloadSize))).toThrow(FrameError)
    expect(() => readFrame(Uint8Array.of(1 | 8, 0, 0, 0, 0))).toThrow(FrameError)
  })

  it('[R2] pieces that make no message are refused: too long, not full, past the end, ended early, out of turn', () => {
    const piece = (total: number | null, length: number, isLast: boolean) =>
      ({ type: 'piece', stream: 'live', total, isLast, payload: new Uint8Array(length) }) as const
    const refused = (...pieces: ReturnType<typeof piece>[]) => {
      const assembler = createAssembler('live')
      const last = pieces.pop()
      for (const each of pieces) expect(assembler.add(each)).toBeNull()
      expect(() => last && assembler.add(last)).toThrow(FrameError)
    }
    refused(piece(longestMessage.live + 1, payloadSize, false))
    refused(piece(40_000, 100, false))
    refused(piece(20_000, payloadSize, false), piece(null, 4000, true))
    refused(piece(20_000, payloadSize, true))
    refused(piece(20_000, payloadSize, false), piece(null, 3632, false))
    refused(piece(null, 10, true))
    refused(piece(40_000, payloadSize, false), piece(10, 10, true))
  })

  it('[R2] a long message that is only announced takes no memory', () => {
    const assembler = createAssembler('bulk')
    const frame = readFrame(pieceOf(new Uint8Array(100_000), 0, 'bulk'))
    if (frame.type !== 'piece') throw new Error('no piece')
    expect(assembler.add({ ...frame, total: longestMessage.bulk })).toBeNull()
    expect(assembler.isOpen()).toBe(true)
  })
})

describe('credit', () => {
  it('[R3] no more than 256 KiB are on their way before the other application has taken them', () => {
    const ends = createEnds()
    ends.ana.send(filled(2_000_000), 'bulk')
    const most = Math.floor(credit / payloadSize)
    expect(ends.under.length).toBe(most)
    while (ends.under.length > 0) {
      expect(bulkOnItsWay(ends)).toBeLessThanOrEqual(most)
      ends.carry()
    }
    expect(ends.heard.ben[0]?.length).toBe(2_000_000)
  })

  it('[R3] a key overtakes the long message that is being sent', () => {
    const ends = createEnds()
    ends.ana.send(filled(2_000_000), 'bulk')
    ends.carry()
    ends.ana.send(Uint8Array.of(1, 2, 3), 'live')
    while (ends.heard.ben.length === 0) ends.carry()
    expect(ends.heard.ben).toEqual([Uint8Array.of(1, 2, 3)])
    ends.carryAll()
    expect(ends.heard.ben.length).toBe(2)
  })

  it('[R3] credit for what was not sent ends the connection', () => {
    const ends = createEnds()
    ends.ana.receive(Uint8Array.of(8, 1, 0, 0, 0), 'live')
    expect(ends.errors.length).toBe(1)
  })

  it('[R3] a frame in the wrong channel ends the connection', () => {
    const ends = createEnds()
    ends.ana.receive(pieceOf(filled(3), 0, 'bulk'), 'live')
    ends.ben.receive(Uint8Array.of(8 | 4, 0, 0, 0, 0), 'bulk')
    expect(ends.errors.length).toBe(2)
  })
})

describe('what can’t be sent', () => {
  it('[R4] a message over the bounds ends the connection instead of being missed', () => {
    const ends = createEnds()
    ends.ana.send(new Uint8Array(longestMessage.live + 1), 'live')
    expect(ends.errors.length).toBe(1)
    ends.ana.send(filled(3), 'live')
    expect(ends.under).toEqual([])
  })

  it('[R4] so does a channel that takes no more', () => {
    const errors: Error[] = []
    const end = createFramedStreams({
      wire: {
        send: () => {
          throw new Error('closing')
        },
        buffered: () => 0,
      },
      deliver: () => {},
      fail: (error) => errors.push(error),
      after: () => () => {},
    })
    end.send(filled(3), 'live')
    end.send(filled(3), 'live')
    expect(errors.map(({ message }) => message)).toEqual(['closing'])
  })

  it('[R4] so does a window that takes nothing for 20 s, and not one that takes its time', () => {
    const ends = createEnds()
    ends.ana.send(filled(1_000_000), 'bulk')
    while (ends.under.length > 0) {
      ends.clock.advance(stallAfter / 2 - 1)
      ends.carry(ends.under.length)
    }
    expect(ends.heard.ben.length).toBe(1)
    ends.clock.advance(stallAfter)
    expect(ends.errors).toEqual([])
    ends.ana.send(filled(10), 'live')
    ends.clock.advance(stallAfter)
    expect(ends.errors.map(({ message }) => message)).toEqual(['nothing moves'])
  })

  it('[R4] what the application fails to take ends the connection', () => {
    const errors: Error[] = []
    const end = createFramedStreams({
      wire: { send: () => {}, buffered: () => 0 },
      deliver: () => {
        throw new Error('nonsense')
      },
      fail: (error) => errors.push(error),
      after: () => () => {},
    })
    end.receive(pieceOf(filled(3), 0, 'live'), 'live')
    expect(errors.length).toBe(1)
  })
})
