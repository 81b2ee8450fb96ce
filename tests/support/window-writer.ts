import { vi } from 'vitest'
import { createWriter } from '../../renderer/lib/writer'
import { createHeldApi } from './held-api'
import { idOf } from './journal-entries'

/** Lets what was answered have its effect; no time goes by. */
export const settled = () => vi.advanceTimersByTimeAsync(0)
export const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** The window’s writer over an api whose answers the test gives, with pages to type on. */
export function makeWriter() {
  const held = createHeldApi()
  const writer = createWriter(held.api)
  const states: string[] = []
  writer.subscribe(() => states.push(writer.snapshot().state))
  /** What is on the pages, by entry. */
  const pages = new Map<number, string>()
  const type = (number: number, insert: string) => {
    const before = pages.get(number) ?? ''
    pages.set(number, before + insert)
    const change = { from: before.length, to: before.length, insert }
    writer.edit(idOf(number), before.length, [change], () => pages.get(number) ?? '')
  }
  const saving = (pending: boolean, failure: unknown = null) => held.signal('journal.saving', { pending, failure })
  const names = () => held.calls.map(({ name }) => name.replace('journal.', ''))
  return { ...held, writer, states, type, saving, names }
}
