import * as Y from 'yjs'
import { replicaOf, type Home } from './couple'
import { idOf } from './journal-entries'

/** What a newer version may say of an entry that this one knows nothing of. */
const said = {
  id: '',
  title: '',
  date: '2026-03-01',
  time: '08:30',
  zone: 'Europe/Berlin',
  createdAt: 1,
  trashedAt: null,
}

/** An entry of an unknown kind and mood, with fields of its own and a body that this version can read. */
export const letterOfNewer = 21
/** An entry whose body is kept in a form that this version doesn't know, without a title. */
export const sketchOfNewer = 22
/** The kinds of the two, as a person is shown them. */
export const kindsOfNewer = { letter: 'letter by hand', sketch: 'sketch' }

/** Has the home's window write both, and something beside all entries, as a newer version of it would. */
export async function writeAsNewer(home: Home): Promise<void> {
  const replica = await replicaOf(home)
  const before = Y.encodeStateVector(replica)
  replica.transact(() => {
    const entries = replica.getMap('entries')
    entries.set(idOf(letterOfNewer), letter())
    entries.set(idOf(sketchOfNewer), sketch())
    replica.getMap('places').set('harbour', { at: [59.9, 10.7] })
  })
  await home.call('shared.push', { update: Y.encodeStateAsUpdate(replica, before), origin: 'own' })
}

function letter(): Y.Map<unknown> {
  const map = new Y.Map<unknown>(Object.entries({ ...said, kind: kindsOfNewer.letter, mood: 'wistful' }))
  map.set('tags', new Y.Map([['sea', 'Sea']]))
  map.set('body', new Y.Text('Dear Ben'))
  map.set('weather', new Y.Map(Object.entries({ sky: 'grey', wind: { from: 'west' } })))
  map.set('photos', Y.Array.from(['one', 'two']))
  return map
}

function sketch(): Y.Map<unknown> {
  const map = new Y.Map<unknown>(Object.entries({ ...said, kind: kindsOfNewer.sketch, mood: null, time: '09:00' }))
  const drawing = new Y.XmlFragment()
  drawing.insert(0, [new Y.XmlText('a line')])
  map.set('tags', ['not', 'a', 'map'])
  map.set('body', drawing)
  return map
}

/** What of it a home's journal holds that this version can't have made: for both entries, and beside them. */
export async function keptOfNewer(home: Home): Promise<unknown> {
  const replica = await replicaOf(home)
  const entries = replica.getMap('entries')
  const fieldsOf = (number: number) => (entries.get(idOf(number)) as Y.Map<unknown> | undefined)?.toJSON()
  const places = replica.getMap('places').toJSON()
  return { letter: fieldsOf(letterOfNewer), sketch: fieldsOf(sketchOfNewer), places }
}
