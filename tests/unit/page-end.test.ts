import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endingEvent, finishWhenAsked } from '../../renderer/lib/page-end'
import { whenSaved } from '../../renderer/lib/saving-source'
import { later, makeWriter, settled } from '../support/window-writer'

beforeEach(() => {
  vi.useFakeTimers()
  const window = new EventTarget()
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('dispatchEvent', window.dispatchEvent.bind(window))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a page that is asked to finish', () => {
  it('[B31] answers at once where nothing waits, to the very ending it was asked for', async () => {
    const { api, names, call, signal } = makeWriter()
    finishWhenAsked(api)
    signal('app.ending', { id: 4 })
    await settled()
    expect(names()).toEqual(['app.finished'])
    expect(call(1).input).toEqual({ id: 4 })
  })

  it('[B31] says what waits, and answers when the vault process has taken it, though it isn’t on the disk', async () => {
    const { api, writer, type, saving, names, call, signal } = makeWriter()
    finishWhenAsked(api)
    addEventListener(endingEvent, (ending) => {
      type(1, 'The last letter')
      ending.waitUntil(whenSaved(writer.taken))
    })
    signal('app.ending', { id: 1 })
    saving(true)
    await settled()
    expect(names()).toEqual(['edit'])
    // The vault process has another body: it gets the whole one, and that is waited for as well.
    call(1).fail('edit-out-of-step')
    await later(1)
    expect(names()).toEqual(['edit', 'replaceBody'])
    call(2).ok()
    await settled()
    expect(names()).toEqual(['edit', 'replaceBody', 'app.finished'])
    expect(writer.snapshot().state).toBe('saving')
  })

  it('[B31] answers after a second and a half whatever keeps it, and though a part of it fails', async () => {
    const { api, names, signal } = makeWriter()
    finishWhenAsked(api)
    addEventListener(endingEvent, (ending) => {
      ending.waitUntil(Promise.reject(new Error('this part can’t')))
      ending.waitUntil(new Promise(() => {}))
    })
    signal('app.ending', { id: 1 })
    await later(1499)
    expect(names()).toEqual([])
    await later(1)
    expect(names()).toEqual(['app.finished'])
  })
})
