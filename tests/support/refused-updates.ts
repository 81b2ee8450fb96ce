import { toHex, utf8 } from '../../electron/core/vault/bytes'
import { deepMaps } from './journal-stories'

/** An update that isn't applied to an empty document, for it never is, or until something else has come. */
export interface RefusedUpdate {
  name: string
  update: string
  outcome: 'refused' | 'waits'
}

/** One client's structs, from clock 0, and no deletion. */
const structs = (...bytes: (readonly number[])[]): number[] => [1, bytes.length, 5, 0, ...bytes.flat(), 0]
const text = (letters: string): number[] => [letters.length, ...utf8(letters)]
/** An item of a content in the root `r`. */
const inRoot = (content: number, ...said: number[]): number[] => [content, 1, ...text('r'), ...said]

/** Updates byte by byte, each wrong in one way. */
export function refusedUpdatesOf(): { refusedUpdates: RefusedUpdate[] } {
  const of = (name: string, bytes: Iterable<number>, outcome: RefusedUpdate['outcome'] = 'refused'): RefusedUpdate => ({
    name,
    update: toHex(Uint8Array.from(bytes)),
    outcome,
  })
  const nested = (depth: number) => [...Array.from({ length: depth }, () => [117, 1]).flat(), 126]
  const roots = Array.from({ length: 17 }, (_, at) => [4, 1, 1, 0x61 + at, ...text('x')])
  return {
    refusedUpdates: [
      of('no byte at all', []),
      of('no deletions', structs(inRoot(4, ...text('a'))).slice(0, -1)),
      of('a byte behind it', [...structs(inRoot(4, ...text('a'))), 0]),
      of('a client without structs', [1, 0, 5, 0, 0]),
      of('one client twice', [2, 1, 5, 0, ...inRoot(4, ...text('a')), 1, 5, 1, ...inRoot(4, ...text('b')), 0]),
      of('more structs than bytes', [1, 100, 5, 0, ...inRoot(4, ...text('a')), 0]),
      of('a text of no letters', structs(inRoot(4, ...text('')))),
      of('a document within the document', structs(inRoot(9, ...text('guid'), 118, 0))),
      of('a content that there isn’t', structs(inRoot(11))),
      of('a shared type that there isn’t', structs(inRoot(7, 7))),
      of('a gap with an origin', structs([0x8a, 5, 0, 1])),
      of('JSON that is none', structs(inRoot(5, ...text('{')))),
      of('a deletion of nothing', [0, 1, 5, 1, 0, 0]),
      of('lists 33 deep in a plain value', structs(inRoot(8, 1, ...nested(33)))),
      of('maps 33 deep', deepMaps(33)),
      of('seventeen roots', structs(...roots)),
      of('an origin that isn’t there', structs([0x84, 6, 0, ...text('a')]), 'waits'),
      of('a right origin that isn’t there', structs([0x44, 6, 0, ...text('a')]), 'waits'),
      of('a parent that isn’t there', structs([4, 0, 6, 0, ...text('a')]), 'waits'),
      of('a clock before which one is missing', [1, 1, 5, 1, ...inRoot(4, ...text('a')), 0], 'waits'),
      of('an item that rests on itself', structs([0x84, 5, 0, ...text('a')]), 'waits'),
      of('a deletion of what isn’t there', [0, 1, 5, 1, 0, 1], 'waits'),
    ],
  }
}
