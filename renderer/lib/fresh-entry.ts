import type { Entry } from '../../shared/entry'
import { entryId } from '../../shared/ids'

/** An empty entry of this moment, on this computer's calendar. */
export function freshEntry(now: Date): Entry {
  const two = (number: number) => String(number).padStart(2, '0')
  return {
    id: entryId.parse(crypto.randomUUID()),
    kind: 'reflection',
    title: '',
    body: '',
    date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
    time: `${two(now.getHours())}:${two(now.getMinutes())}`,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    mood: null,
    tags: [],
    createdAt: now.getTime(),
    trashedAt: null,
  }
}
