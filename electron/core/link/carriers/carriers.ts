import type { LinkNews } from '../../protocol/link-protocol'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'
import { createArrivals } from './arrivals'
import { type CarriedFiles, createCarriedFiles } from './carried-files'

/** One way on which files of a mirror come and go: a stream to the partner's device, say. */
export interface Carrier {
  /** This file is new in the mirror, and came by another way: it is passed on, sooner or later. */
  added(file: MirrorFile): void
  /** Lets the way go; resolves once what has come on it is put away. A second time changes nothing. */
  close(): Promise<void>
}

/** All carriers of one mirror. Whatever one of them brings, the others pass on. */
export interface Carriers {
  /** Starts one; what it brings goes through the files that it is given. */
  start<C extends Carrier>(make: (files: CarriedFiles) => C): C
  /** This file is new in the mirror, and no carrier brought it. */
  added(file: MirrorFile): void
  /** Closes one of them, which goes on no more. */
  stop(carrier: Carrier): Promise<void>
  /** Closes all. */
  close(): Promise<void>
}

/** No carrier yet. */
export function createCarriers(o: { mirror: Mirror; tell(news: LinkNews): void }): Carriers {
  const all = new Set<Carrier>()
  const arrivals = createArrivals(o.tell)
  const passOn = (file: MirrorFile, by: Carrier | null) => {
    for (const carrier of all) if (carrier !== by) carrier.added(file)
  }
  const stop = async (carrier: Carrier) => {
    all.delete(carrier)
    await carrier.close()
  }
  return {
    start(make) {
      const carrier = make(createCarriedFiles({ ...o, arrivals, onStored: (file) => passOn(file, carrier) }))
      all.add(carrier)
      return carrier
    },
    added: (file) => passOn(file, null),
    stop,
    async close() {
      await Promise.all([...all].map(stop))
    },
  }
}
