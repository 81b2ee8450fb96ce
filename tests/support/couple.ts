import { join } from 'node:path'
import * as Y from 'yjs'
import { type Home, makeHome } from '../../scripts/home'
import { cheapest } from './vault-folder'

export { connected, type Home, pair } from '../../scripts/home'

export const passphrase = 'seven quiet lanterns over water'

/** A home with a new vault below `folder`, on the real network where nothing else is said to be its link. */
export const makeHomeIn = (
  folder: string,
  name: string,
  openLink?: Parameters<typeof makeHome>[0]['openLink'],
): Promise<Home> =>
  makeHome({ name, vault: join(folder, name.toLowerCase()), passphrase, cost: cheapest, ...(openLink && { openLink }) })

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
