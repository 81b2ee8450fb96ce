import type * as Y from 'yjs'
import { addEntry, bodyOf, deleteEntryForever, describeEntry } from '../../shared/journal-doc'
import { certified } from './certificate-vectors'
import type { People } from './exchange-people'
import { entryOf, idOf } from './journal-entries'
import { type Hand, handOf, tableOf, wholeOf } from './journal-table'
import { letterClient } from '../../shared/mark-clients'
import { sessionOf } from '../../electron/core/exchange/format/session'
import type { SealedFile } from '../../electron/core/exchange/format/journal-writer'

/** Files of one journal, and who may write in it. */
export interface Story {
  readonly name: string
  readonly certificates: { readonly ana: Uint8Array[]; readonly ben: Uint8Array[] }
  readonly files: readonly SealedFile[]
}

const one = idOf(1)
const two = idOf(2)

/** Client ids as sessions draw them: of rank 13, with 48 bits of session. */
const letters = 13 * 2 ** 48
const insert = (id: typeof one, at: number, text: string) => (doc: Y.Doc) => bodyOf(doc, id)?.insert(at, text)

/** Journals of two people. */
export function storiesOf(people: People): Story[] {
  return [plain(people), forked(people), jumped(people), waiting(people), lying(people), forged(people)]
}

/** Adds the entry with this number. */
const begin = (number: number, body: string) => (doc: Y.Doc) =>
  addEntry(doc, { ...entryOf(number, { body }), author: 'a'.repeat(32) }, null)

/** Two entries, marks, a device that came back, a document and a kind of a newer version beside it. */
function plain(people: People): Story {
  const table = tableOf(people, 120)
  const [laptop, ben, newer, kinds, phone] = [
    table.ofAna(),
    table.ofBen(),
    table.ofAna(),
    table.ofBen(),
    table.ofPhone(),
  ]
  const [anas, bens, hers] = [
    handOf(letters + 0x1_0000_0001),
    handOf(letters + 0x2_0000_0002),
    handOf(letters + 0x3_0000_0003),
  ]
  const begun = anas.write(begin(1, 'Rain. We stayed in.'))
  const first = laptop.update([begun])
  bens.apply(begun)
  const answered = bens.write(insert(one, 19, ' 🌧️ And tomorrow?'))
  const second = ben.update([answered], [laptop])
  hers.apply(begun, answered)
  anas.apply(answered)
  const bold = [
    anas.write(insert(one, 0, '**'), 'bold-open'),
    anas.write(insert(one, 6, '**'), 'bold-close'),
    anas.write((doc) => describeEntry(doc, one, { title: 'Sunday', tags: ['Home', 'été'] }, null)),
  ]
  const third = laptop.update(bold, [ben])
  const fromPhone = hers.write(begin(2, 'gone'))
  const onPhone = phone.update([fromPhone], [laptop, ben])
  const deleted = hers.write((doc) => deleteEntryForever(doc, two, null))
  const files = [
    first,
    second,
    third,
    onPhone,
    phone.update([deleted]),
    newer.put(7, new Uint8Array(40).fill(1), 1),
    newer.put(7, new Uint8Array(40).fill(2), 1),
    kinds.put(9, new Uint8Array(40).fill(3)),
    kinds.update([bens.write(insert(one, 0, 'never read'))]),
    ben.coverage([laptop, phone], 1_772_350_200_000),
  ]
  const certificates = {
    ...table.certificates,
    ana: certified(people.cipher, people.ana, {
      pairId: people.epoch.id,
      list: table.certificates.ana,
      steps: [
        { ...table.phone, action: 'added' },
        { ...table.phone, action: 'removed' },
        { ...table.phone, action: 'added' },
      ],
    }),
  }
  return {
    name: 'two entries, a device that was removed and added again, and what a newer version wrote',
    certificates,
    files,
  }
}

/** Ben's vault was copied, and both copies went on; Ana's words rest on both. */
function forked(people: People): Story {
  const { certificates, ofAna, ofBen } = tableOf(people, 130)
  const [ana, ben] = [ofAna(), ofBen()]
  const [hers, his, copy] = [handOf(letters + 4), handOf(letters + 5), handOf(letters + 6)]
  const begun = hers.write(begin(1, 'Walk'))
  his.apply(begun)
  copy.apply(begun)
  const first = ana.update([begun])
  const before = ben.update([his.write(insert(one, 4, ', and swim'))], [ana])
  const at = ben.end
  copy.apply(wholeOf(his))
  const branch = [ben.update([his.write(insert(one, 0, 'Friday: '))]), ben.update([his.write(insert(one, 0, '— '))])]
  ben.end = at
  const other = [
    ben.update([copy.write(insert(one, 14, ', and read'))]),
    ben.update([copy.write(insert(one, 24, '.'))]),
  ]
  hers.apply(wholeOf(his), wholeOf(copy))
  const last = ana.update([hers.write((doc) => bodyOf(doc, one)?.insert(0, '> '))], [ben])
  return { name: 'a fork: both branches count', certificates, files: [first, before, ...branch, ...other, last] }
}

/** A snapshot stands for files that have gone, and what follows them goes on. */
function jumped(people: People): Story {
  const { certificates, ofAna, ofBen } = tableOf(people, 140)
  const [ana, ben] = [ofAna(), ofBen()]
  const [hers, his] = [handOf(letters + 7), handOf(letters + 8)]
  ana.update([hers.write(begin(1, 'One.'))])
  his.apply(wholeOf(hers))
  ben.update([his.write(insert(one, 4, ' Two.'))], [ana])
  const lastOfBen = ben.update([his.write(insert(one, 9, ' Three.'))])
  hers.apply(wholeOf(his))
  const lastOfAna = ana.update([hers.write(insert(one, 16, ' Four.'))], [ben])
  const vector = new Map([ana, ben].map((chain) => [chain.writer, chain.head()] as const))
  const snapshot = ana.snapshot([wholeOf(hers)], vector)
  const more = ana.update([hers.write(insert(one, 22, ' Five.'))])
  his.apply(wholeOf(hers))
  const files = [lastOfBen, lastOfAna, snapshot, more, ben.update([his.write(insert(one, 28, ' Six.'))], [ana])]
  return { name: 'a snapshot in place of files that have gone', certificates, files }
}

/** What isn't applied: behind a file that isn't there, behind a dep, behind one that a check refuses, of another document. */
function waiting(people: People): Story {
  const { certificates, ofAna, ofBen } = tableOf(people, 150)
  const [gap, resting, refused, stray] = [ofAna(), ofBen(), ofAna(), ofBen()]
  const hand = handOf(letters + 9)
  const begun = hand.write(begin(1, 'There'))
  const there = gap.update([begun])
  const words = [1, 2, 3, 4].map((at) => hand.write(insert(one, 0, `${at} `)))
  const [missing = begun, behind = begun, dependent = begun, following = begun] = words
  gap.update([missing])
  const files = [
    there,
    gap.update([behind]),
    resting.update([dependent], [gap]),
    refused.update([deepMaps(33)]),
    refused.update([following]),
    stray.update([]),
    stray.put(7, new Uint8Array(40), 1),
  ]
  return { name: 'what waits, and what is refused', certificates, files }
}

/** Ben's app names all heads, one that there isn't among them, and leaves Ana's words out. */
function lying(people: People): Story {
  const { certificates, ofAna, ofBen } = tableOf(people, 160)
  const [ana, ben] = [ofAna(), ofBen()]
  const hand = handOf(letters + 10)
  const words = [hand.write(begin(1, 'I love you')), hand.write(insert(one, 10, ', always'))]
  const files = words.map((each) => ana.update([each]))
  const vector = new Map([[ana.writer, { number: 9, head: 'ff'.repeat(32) }]])
  return { name: 'a snapshot that leaves words out', certificates, files: [ben.snapshot([], vector), ...files] }
}

/** Both name their sessions; Ben's first file has other words under Ana's ids, and his own behind them. */
function forged(people: People): Story {
  const { certificates, ofAna, ofBen } = tableOf(people, 170)
  const [ana, ben] = [ofAna(), ofBen()]
  const hers = sessionOf(people.cipher, ana.writer, '01'.repeat(8))
  const his = sessionOf(people.cipher, ben.writer, '02'.repeat(8))
  const [anas, changed, bens] = [hers, hers, his].map(({ id }) => handOf(letterClient(id))) as [Hand, Hand, Hand]
  const begun = anas.write(begin(1, 'Dear Ben, '))
  const first = ana.update([begun], [], [hers])
  changed.apply(begun)
  const others = changed.write(insert(one, 10, 'I hate you.'))
  bens.apply(begun, others)
  const answered = ben.update([others, bens.write(insert(one, 21, ' And I you.'))], [ana], [his])
  const second = ana.update([anas.write(insert(one, 10, 'I love you.'))], [], [hers])
  const last = ben.update([bens.write(insert(one, 32, ' Ben'))], [], [his])
  const files = [first, answered, second, last]
  return { name: 'sessions that are named, and other words under one of them', certificates, files }
}

/** A map in a map in a map, so many of them. */
export function deepMaps(depth: number): Uint8Array {
  const ids = Array.from({ length: depth }, (_, clock) =>
    clock === 0 ? [0x27, 1, 1, 0x65, 1, 0x78, 1] : [0x27, 0, 5, clock - 1, 1, 0x78, 1],
  )
  return Uint8Array.of(1, depth, 5, 0, ...ids.flat(), 0)
}
