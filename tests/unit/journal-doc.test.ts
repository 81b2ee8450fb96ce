import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { describedFrom, foldTag, maxTagLength, maxTags, maxTitleLength } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import {
  addEntry,
  bodyOf,
  changedEntries,
  deleteEntryForever,
  describeEntry,
  type DocEntry,
  entryIds,
  hasEntry,
  readEntry,
  restoreEntry,
  trashEntry,
  wasSpokenIn,
} from '../../shared/journal-doc'
import { entryOf, idOf } from '../support/journal-entries'

const shared = (number: number, change: Partial<DocEntry> = {}): DocEntry => ({
  ...entryOf(number),
  author: 'ana',
  ...change,
})

/** Two documents that hold the same entry. */
function pair(entry: DocEntry): [Y.Doc, Y.Doc] {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  addEntry(a, entry, 'test')
  exchange(a, b)
  return [a, b]
}
function exchange(a: Y.Doc, b: Y.Doc) {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
}

function tagsOf(doc: Y.Doc, id: EntryId): Y.Map<unknown> {
  const tags = doc.getMap<Y.Map<unknown>>('entries').get(id)?.get('tags')
  return tags instanceof Y.Map ? (tags as Y.Map<unknown>) : new Y.Map()
}

/** How the versions before this one, which compared tags by their key alone, add and remove one. */
function asBefore(tags: Y.Map<unknown>, tag: string, adds: boolean): void {
  const key = tag.normalize('NFC').toLowerCase()
  if (adds) tags.set(key, tag)
  else tags.delete(key)
}

describe('the shared document', () => {
  it('[Y1] an entry comes back as it was put in, fields of a newer version included', () => {
    const doc = new Y.Doc()
    const entry = shared(1, { tags: ['Lake', 'café'], mood: 'calm', weather: { sky: 'clear' } })
    addEntry(doc, entry, 'test')
    expect(readEntry(doc, entry.id)).toEqual({ ...entry, tags: ['café', 'Lake'] })
    expect(entryIds(doc)).toEqual([entry.id])
    expect(hasEntry(doc, entry.id)).toBe(true)
    expect(bodyOf(doc, entry.id)?.toJSON()).toBe(entry.body)
    expect(readEntry(doc, idOf(2))).toBeNull()
    expect(bodyOf(doc, idOf(2))).toBeNull()
  })

  it('[Y2] what is of another type is read by its fallback and never throws', () => {
    const doc = new Y.Doc()
    const entries = doc.getMap<unknown>('entries')
    const [bad, text, plain] = [idOf(1), idOf(2), idOf(3)]
    const map = new Y.Map<unknown>()
    entries.set(bad, map)
    map.set('kind', new Y.Array())
    map.set('date', 7)
    map.set('tags', new Y.Text('x'))
    map.set('body', 'not shared')
    map.set('extra', new Y.Map([['deep', [1]]]))
    map.set('id', 'another')
    entries.set(text, new Y.Text('no entry'))
    entries.set(plain, { kind: 'hope' })
    entries.set('not an id', new Y.Map())
    expect(entryIds(doc)).toEqual([bad])
    expect(readEntry(doc, bad)).toMatchObject({
      id: bad,
      kind: 'reflection',
      date: '1970-01-01',
      tags: [],
      body: '',
      author: '',
      extra: { deep: [1] },
    })
    expect(bodyOf(doc, bad)).toBeNull()
    for (const id of [text, plain]) expect([hasEntry(doc, id), readEntry(doc, id)]).toEqual([false, null])
    describeEntry(doc, bad, { tags: ['a'] }, 'test')
    expect(readEntry(doc, bad)?.tags).toEqual(['a'])
  })

  it('[Y3] of what two people say at the same time both tags stay, and each field that only one changed', () => {
    const entry = shared(1, { tags: ['old', 'gone'] })
    const [a, b] = pair(entry)
    describeEntry(a, entry.id, { tags: ['old', 'gone', 'Ana'], title: 'A title' }, 'test')
    describeEntry(b, entry.id, { tags: ['old', 'Ben'], mood: 'glad' }, 'test')
    exchange(a, b)
    expect(readEntry(a, entry.id)).toEqual(readEntry(b, entry.id))
    expect(readEntry(a, entry.id)).toMatchObject({ tags: ['Ana', 'Ben', 'old'], title: 'A title', mood: 'glad' })
  })

  it('[Y3] what already stands there is not written again', () => {
    const entry = shared(1, { tags: ['old'] })
    const [a] = pair(entry)
    const before = Y.encodeStateVector(a)
    describeEntry(a, entry.id, { title: entry.title, tags: ['old'], mood: entry.mood }, 'test')
    restoreEntry(a, entry.id, 'test')
    expect(Y.encodeStateVector(a)).toEqual(before)
  })

  it('[Y60] what was ever said in an entry is known after it was taken back, and after the document was read anew', () => {
    const said: ((doc: Y.Doc) => void)[] = [
      (doc) => bodyOf(doc, idOf(1))?.insert(0, 'x'),
      (doc) => describeEntry(doc, idOf(1), { title: 'x' }, 'test'),
      (doc) => describeEntry(doc, idOf(1), { mood: 'glad' }, 'test'),
      (doc) => describeEntry(doc, idOf(1), { tags: ['x'] }, 'test'),
    ]
    const blank = shared(1, { title: '', body: '', tags: [], mood: null })
    for (const say of said) {
      const [a] = pair(blank)
      expect(wasSpokenIn(a, idOf(1))).toBe(false)
      describeEntry(a, idOf(1), { date: '2026-04-01', kind: 'plan' }, 'test')
      trashEntry(a, idOf(1), 5, 'test')
      restoreEntry(a, idOf(1), 'test')
      expect(wasSpokenIn(a, idOf(1))).toBe(false)
      say(a)
      expect(wasSpokenIn(a, idOf(1))).toBe(true)
      bodyOf(a, idOf(1))?.delete(0, bodyOf(a, idOf(1))?.length ?? 0)
      describeEntry(a, idOf(1), { title: '', mood: null, tags: [] }, 'test')
      expect(readEntry(a, idOf(1))).toMatchObject({ body: '', title: '', mood: null, tags: [] })
      const [, again] = [a, new Y.Doc()]
      Y.applyUpdate(again, Y.encodeStateAsUpdate(a))
      for (const doc of [a, again]) expect(wasSpokenIn(doc, idOf(1))).toBe(true)
      deleteEntryForever(again, idOf(1), 'test')
      expect(wasSpokenIn(again, idOf(1))).toBe(false)
    }
    for (const fields of [{ body: 'x' }, { title: 'x' }, { mood: 'glad' }, { tags: ['x'] }])
      expect(wasSpokenIn(pair({ ...blank, ...fields })[0], idOf(1))).toBe(true)
  })

  it('[Y61] what another has written into the title or added to the tags since one saw them stays', () => {
    const [a] = pair(shared(1, { title: 'In all, our week', tags: ['sea', 'sun', 'new'] }))
    const from = { title: ['our wee', 'our we', 'our week'], tags: ['sea', 'sun', 'gone'] }
    describeEntry(a, idOf(1), { title: 'our weekend', tags: ['sun', 'gone', 'Lake'] }, 'test', from)
    expect(readEntry(a, idOf(1))).toMatchObject({ title: 'In all, our weekend', tags: ['Lake', 'new', 'sun'] })
    // One of one's own that was never answered may stand there or not.
    describeEntry(a, idOf(1), { title: 'Ours' }, 'test', { title: ['In all', 'In all, our weekend'] })
    expect(readEntry(a, idOf(1))?.title).toBe('Ours')
    describeEntry(a, idOf(1), { title: `Ours${'s'.repeat(296)}` }, 'test', { title: ['Our'] })
    expect(readEntry(a, idOf(1))?.title).toHaveLength(300)
  })

  it('[Y270] tags that an earlier version kept apart are one: shown once, and gone together', () => {
    const [a, b] = pair(shared(1))
    tagsOf(a, idOf(1)).set('straße', 'Straße')
    tagsOf(b, idOf(1)).set('strasse', 'STRASSE')
    tagsOf(b, idOf(1)).set('rain', 'Rain')
    exchange(a, b)
    expect(readEntry(a, idOf(1))?.tags).toEqual(['Rain', 'STRASSE'])
    expect(readEntry(b, idOf(1))?.tags).toEqual(['Rain', 'STRASSE'])
    const before = Y.encodeStateVector(a)
    describeEntry(a, idOf(1), { tags: ['Rain', 'STRASSE'] }, 'test')
    describeEntry(a, idOf(1), { tags: ['Rain', 'STRASSE', '\u200b'] }, 'test', { tags: ['Rain', 'STRASSE'] })
    expect(Y.encodeStateVector(a)).toEqual(before)
    describeEntry(a, idOf(1), { tags: ['Rain'] }, 'test', { tags: ['Rain', 'STRASSE'] })
    exchange(a, b)
    for (const doc of [a, b]) expect([...tagsOf(doc, idOf(1)).entries()]).toEqual([['rain', 'Rain']])
  })

  it('[Y270] a tag spelled anew takes the place of all its spellings, under the key that every version gives it', () => {
    const [a] = pair(shared(1, { tags: ['Straße', 'Café'] }))
    expect([...tagsOf(a, idOf(1)).keys()].sort()).toEqual(['café', 'straße'])
    tagsOf(a, idOf(1)).set('strasse', 'strasse')
    describeEntry(a, idOf(1), { tags: ['Café', 'STRASSE'] }, 'test', { tags: ['Café', 'strasse'] })
    expect(Object.fromEntries(tagsOf(a, idOf(1)).entries())).toEqual({ café: 'Café', strasse: 'STRASSE' })
    describeEntry(a, idOf(1), { tags: ['Café', 'Straße'] }, 'test', { tags: ['Café', 'STRASSE'] })
    expect(Object.fromEntries(tagsOf(a, idOf(1)).entries())).toEqual({ café: 'Café', straße: 'Straße' })
  })

  it('[Y270] whatever two versions say of tags at the same time, both come to show the same, and lose none they added', () => {
    const spelling = fc.constantFrom('Straße', 'STRASSE', 'strasse', '❤', '❤️', 'Rain', 'Ｒain', 'rain', 'café')
    const step = fc.tuple(fc.boolean(), fc.boolean(), spelling)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const [a, b] = pair(shared(1))
        for (const [isOld, adds, tag] of steps) {
          const tags = readEntry(isOld ? b : a, idOf(1))?.tags ?? []
          const next = adds ? [...tags, tag] : tags.filter((each) => each !== tag)
          if (isOld) asBefore(tagsOf(b, idOf(1)), tag, adds)
          else describeEntry(a, idOf(1), { tags: next }, 'test', { tags })
        }
        exchange(a, b)
        expect(readEntry(a, idOf(1))?.tags).toEqual(readEntry(b, idOf(1))?.tags)
        const last = steps.at(-1)
        if (last?.[1] === true && !steps.some(([, adds]) => !adds))
          expect(readEntry(a, idOf(1))?.tags.map(foldTag)).toContain(foldTag(last[2]))
        describeEntry(a, idOf(1), { tags: [] }, 'test', { tags: readEntry(a, idOf(1))?.tags ?? [] })
        expect(tagsOf(a, idOf(1)).size).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('[Y4] an entry goes to the trash, comes back, and is gone for good', () => {
    const [a] = pair(shared(1))
    trashEntry(a, idOf(1), 5, 'test')
    trashEntry(a, idOf(1), 6, 'test')
    expect(readEntry(a, idOf(1))?.trashedAt).toBe(5)
    restoreEntry(a, idOf(1), 'test')
    expect(readEntry(a, idOf(1))?.trashedAt).toBeNull()
    deleteEntryForever(a, idOf(1), 'test')
    expect(hasEntry(a, idOf(1))).toBe(false)
    trashEntry(a, idOf(1), 7, 'test')
    expect(entryIds(a)).toEqual([])
  })

  it('[Y5] a transaction says which entries it touched, removed ones too, and under which origin', () => {
    const doc = new Y.Doc()
    let seen: [unknown, EntryId[]][] = []
    doc.on('update', (_update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) =>
      seen.push([origin, [...changedEntries(doc, transaction)].sort()]),
    )
    addEntry(doc, shared(1), 'add')
    addEntry(doc, shared(2), 'add')
    bodyOf(doc, idOf(1))?.insert(0, 'word')
    describeEntry(doc, idOf(2), { tags: ['tag'] }, 'describe')
    doc.transact(() => {
      bodyOf(doc, idOf(1))?.insert(0, 'more')
      deleteEntryForever(doc, idOf(2), 'inner')
      doc.getMap('elsewhere').set('x', 1)
    }, 'both')
    expect(seen).toEqual([
      ['add', [idOf(1)]],
      ['add', [idOf(2)]],
      [null, [idOf(1)]],
      ['describe', [idOf(2)]],
      ['both', [idOf(1), idOf(2)]],
    ])
    seen = []
    doc.getMap('elsewhere').set('x', 2)
    expect(seen).toEqual([[null, []]])
  })
})

describe("what a partner's changed app puts into an entry", () => {
  it('[Y170] in types of XML that fail when they are read keeps neither it nor any other from being read', () => {
    const doc = new Y.Doc()
    for (const number of [1, 2]) addEntry(doc, shared(number, { body: 'Mine' }), 'test')
    const map = doc.getMap<Y.Map<unknown>>('entries').get(idOf(1)) ?? new Y.Map()
    const unreadable: object = JSON.parse('{"toString":null,"valueOf":null}')
    const failing = () => {
      const [fragment, text] = [new Y.XmlFragment(), new Y.XmlText()]
      const within = new Y.Map<unknown>([['fragment', fragment]])
      const list = new Y.Array<unknown>()
      map.set('within', within)
      map.set('list', list)
      list.push([text])
      // Its own methods would refuse it; the type takes whatever an update brings.
      Y.Array.prototype.insert.call(fragment, 0, [null])
      text.insertEmbed(0, unreadable)
    }
    failing()
    for (const read of [() => (map.get('within') as Y.Map<unknown>).toJSON(), () => map.toJSON()])
      expect(read).toThrow()
    expect(readEntry(doc, idOf(1))).toMatchObject({ body: 'Mine', within: {}, list: [undefined] })
    expect(readEntry(doc, idOf(2))?.body).toBe('Mine')
    const body = new Y.XmlText()
    map.set('body', body)
    body.insertEmbed(0, unreadable)
    expect([readEntry(doc, idOf(1))?.body, bodyOf(doc, idOf(1))]).toEqual(['', null])
  })

  it('[Y171] as tags is read as one may keep them, so that the next that is said of them is taken', () => {
    const doc = new Y.Doc()
    addEntry(doc, shared(1), 'test')
    const tags = ['', 'x'.repeat(maxTagLength + 1), ...Array.from({ length: 2 * maxTags }, (_, at) => `tag ${at}`)]
    doc.getMap<Y.Map<unknown>>('entries').get(idOf(1))?.set('tags', tags)
    const read = readEntry(doc, idOf(1))?.tags ?? []
    expect(describedFrom.safeParse({ tags: read }).success).toBe(true)
    expect(read).toHaveLength(maxTags)
  })

  it('[Y172] as a title of any length is read as far as one’s own may be long, and can be changed', () => {
    const doc = new Y.Doc()
    addEntry(doc, shared(1), 'test')
    doc.getMap<Y.Map<unknown>>('entries').get(idOf(1))?.set('title', '😀'.repeat(2_000_000))
    const title = readEntry(doc, idOf(1))?.title ?? ''
    expect(title).toBe('😀'.repeat(maxTitleLength / 2))
    describeEntry(doc, idOf(1), { title: `a${title.slice(2)}` }, 'test', { title: [title] })
    expect(readEntry(doc, idOf(1))?.title).toBe(`a${title.slice(2)}`)
  })
})
