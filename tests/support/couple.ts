import { join } from 'node:path'
import * as Y from 'yjs'
import { type Home, makeHome } from '../../scripts/home'
import { cheapest } from './vault-folder'

export { connected, type Home, pair } from '../../scripts/home'

const passphrase = 'seven quiet lanterns over water'

/** A home with a new vault below `folder`. */
export const makeHomeIn = (folder: string, name: string): Promise<Home> =>
  makeHome({ name, vault: join(folder, name.toLowerCase()), passphrase, cost: cheapest })

/** A replica of the shared journal behind this contract, as the window has one. */
export async function replicaOf(home: Pick<Home, 'call'>): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (;;) {
    const stateVector = Y.encodeStateVector(doc)
    const filled = await home.call<{ slices: Uint8Array[]; done: boolean }>('shared.fill', { stateVector })
    for (const slice of filled.slices) Y.applyUpdate(doc, slice, 'vault')
    if (filled.done) return doc
  }
}
