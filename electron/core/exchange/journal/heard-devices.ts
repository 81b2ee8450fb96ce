import type { Clock } from '../../ports'
import { deviceOf, type WriterId } from '../format/writer-id'
import type { HeardDevice } from '../partner/pairs-store'
import type { Coverage } from './mirror-reader'

type Heard = Readonly<Record<string, HeardDevice>>

/** A device without a coverage for so long gets the snapshot instead of keeping all files from being put together; ms. */
const waitsForCoverage = 90 * 24 * 60 * 60 * 1000

/** When each of the partner's devices has last said how far it has stored all files. */
export interface HeardDevices {
  take(coverages: readonly Coverage[]): void
  /** What is to be remembered; the same object as before where nothing new was heard. */
  heard(): Heard
  isSilent(device: string): boolean
}

/**
 * Two clocks tell when a device was heard: its own, in the coverage that it signed, and the one here, when a coverage came
 * that was new. The earlier of the two counts: a device that says a time to come is waited for no longer than since it was
 * heard here, and one that says a time long ago only gets a snapshot sooner. A time to come of the clock here, which has
 * been set back since, is now.
 */
export function createHeardDevices(o: {
  clock: Clock
  /** By their ids. */
  devices: readonly string[]
  /** What was remembered. */
  former: Heard
}): HeardDevices {
  const newest = new Map<WriterId, Pick<Coverage, 'number' | 'time'>>()
  let heard = o.former

  const of = (device: string) =>
    [...newest].flatMap(([writer, coverage]) => (deviceOf(writer) === device ? [coverage] : []))
  /** How many coverages the device has published under all its tags: what was heard before is no news. */
  const publishedBy = (device: string) =>
    Math.min(
      of(device).reduce((sum, { number }) => sum + number, 0),
      // A number is anything that its writer says, and only a safe one can be read again.
      Number.MAX_SAFE_INTEGER,
    )

  function listen(device: string): void {
    const [published, now, before] = [publishedBy(device), o.clock.now(), heard[device]]
    if (before && published <= before.published && before.at <= now) return
    heard = { ...heard, [device]: { published: Math.max(published, before?.published ?? 0), at: now } }
  }
  return {
    take(coverages) {
      for (const { writer, number, time } of coverages)
        if (number > (newest.get(writer)?.number ?? 0)) newest.set(writer, { number, time })
      o.devices.forEach(listen)
    },
    heard: () => heard,
    isSilent(device) {
      const now = o.clock.now()
      const said = of(device).flatMap(({ time }) => time ?? [])
      const at = Math.min(heard[device]?.at ?? now, said.length > 0 ? Math.max(...said) : Infinity)
      return now - at > waitsForCoverage
    },
  }
}
