import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxByteArrays } from '../../shared/message-codec'
import { maxSocketMessage } from '../../shared/socket-protocol'
import { reportErrorsTo } from '../../shared/background'
import { makePageRoot, removePageRoot, startTestServer } from '../support/page-client'

let folder = ''
let host: Awaited<ReturnType<typeof startTestServer>>
beforeEach(async () => {
  const made = await makePageRoot()
  folder = made.folder
  host = await startTestServer(made.root)
})
afterEach(async () => {
  await host.server.close()
  await removePageRoot(folder)
})

/** Resolves when everything said on this socket so far has been heard by the host. */
async function heardAll(page: Awaited<ReturnType<typeof host.enter>>): Promise<void> {
  await new Promise<void>((resolve) => {
    page.socket.once('pong', () => resolve())
    page.socket.ping()
  })
}

describe('who is let in', () => {
  it('[B20] a page with the cookie and the secret is welcome, and its calls are answered', async () => {
    const page = await host.enter()
    page.say({ type: 'call', id: 7, name: 'journal.read', input: { id: 1 } })
    await heardAll(page)
    expect(host.calls).toMatchObject([{ name: 'journal.read', input: { id: 1 } }])
    host.calls[0]?.reply({ ok: true, value: 'By the sea' })
    expect(await page.next('reply')).toEqual({ type: 'reply', id: 7, reply: { ok: true, value: 'By the sea' } })
    host.server.signal('journal.saving', { pending: true })
    expect(await page.next('signal')).toEqual({ type: 'signal', name: 'journal.saving', payload: { pending: true } })
  })

  it('[B36] a call that fails by accident is answered all the same, and the fault is reported', async () => {
    const reported: unknown[] = []
    reportErrorsTo((error) => reported.push(error))
    const page = await host.enter()
    page.say({ type: 'call', id: 7, name: 'journal.read', input: {} })
    await heardAll(page)
    host.calls[0]?.fail(new TypeError('kingfisher'))
    const failure = { code: 'bug' }
    expect(await page.next('reply')).toEqual({ type: 'reply', id: 7, reply: { ok: false, failure } })
    expect(reported).toHaveLength(1)
  })

  it('[B34] calls, answers and signals carry bytes in frames of their own', async () => {
    const page = await host.enter()
    const update = new Uint8Array([1, 2, 255])
    page.say({ type: 'call', id: 7, name: 'shared.push', input: { update, origin: 'own' } })
    await heardAll(page)
    expect(host.calls).toMatchObject([{ name: 'shared.push', input: { update, origin: 'own' } }])
    const value = { slices: [update, new Uint8Array()], done: true }
    host.calls[0]?.reply({ ok: true, value })
    expect(await page.next('reply')).toEqual({ type: 'reply', id: 7, reply: { ok: true, value } })
    host.server.signal('shared.updated', { update: Buffer.from(update) })
    expect(await page.next('signal')).toEqual({ type: 'signal', name: 'shared.updated', payload: { update } })
  })

  it('[B34] an answer with more than a message may hold is a bug to the page; for such a signal the page comes back', async () => {
    const page = await host.enter()
    page.say({ type: 'call', id: 7, name: 'shared.fill', input: {} })
    await heardAll(page)
    const slices = Array.from({ length: maxByteArrays + 1 }, () => new Uint8Array(1))
    host.calls[0]?.reply({ ok: true, value: { slices } })
    expect(await page.next('reply')).toMatchObject({ id: 7, reply: { ok: false, failure: { code: 'bug' } } })
    host.server.signal('shared.updated', { slices })
    await page.closed
    await expect.poll(() => host.events).toEqual(['lost'])
  })

  it('[B21] without the cookie, from another origin, under another name or path no socket opens', async () => {
    const { cookie } = await host.begin()
    const { origin } = host.own
    const strangers = [
      host.connect({ origin }),
      host.connect({ origin, cookie: 'twofold=x' }),
      host.connect({ origin, cookie: cookie.slice(0, -1) }),
      host.connect({ cookie }),
      host.connect({ origin: 'http://ana.localhost:1', cookie }),
      host.connect({ origin: 'null', cookie }),
      host.connect({ origin, cookie, host: `127.0.0.1:${host.port}` }),
      host.connect({ origin: `http://evil:${host.port}`, cookie, host: `evil:${host.port}` }),
      host.connect({ origin, cookie }, '/socket/'),
      host.connect({ origin, cookie }, '/socket?x'),
      host.connect({ origin, cookie }, '/'),
    ]
    expect(await Promise.all(strangers.map(({ opened }) => opened))).toEqual(strangers.map(() => false))
    const beside = host.connect({ origin, cookie: `other=1; ${cookie}; more=2` })
    expect(await beside.opened).toBe(true)
  })

  it.each([
    ['a wrong secret', { type: 'hello', secret: 'x'.repeat(43) }],
    ['no secret', { type: 'hello' }],
    ['a call before the hello', { type: 'call', id: 1, name: 'app.state' }],
    ['a bye before the hello', { type: 'bye' }],
    ['garbage', 'By the sea'],
  ])('[B22] a page that begins with %s is dropped unheard', async (_, message) => {
    const { cookie } = await host.begin()
    const page = host.connect({ origin: host.own.origin, cookie })
    await page.opened
    page.say(message)
    await page.closed
    expect([page.heard, host.calls, host.events]).toEqual([[], [], []])
  })

  it('[B22] a page that says nothing for five seconds is dropped', async () => {
    const { cookie } = await host.begin()
    const page = host.connect({ origin: host.own.origin, cookie })
    await page.opened
    host.clock.advance(5000)
    await page.closed
    expect(page.heard).toEqual([])
  })

  it('[B22] the secret of a session that was replaced opens nothing', async () => {
    const former = await host.begin()
    const current = await host.begin()
    const mixed = host.connect({ origin: host.own.origin, cookie: current.cookie })
    await mixed.opened
    mixed.say({ type: 'hello', secret: former.secret })
    await mixed.closed
    expect(mixed.heard).toEqual([])
    expect(await host.connect({ origin: host.own.origin, cookie: former.cookie }).opened).toBe(false)
  })

  it.each([
    ['garbage', 'By the sea'],
    ['an unknown type', { type: 'please' }],
    ['a second hello', { type: 'hello', secret: 'x' }],
    ['a call without a number', { type: 'call', name: 'app.state' }],
    ['a frame that is none', new Uint8Array([9, 9, 9, 9, 9])],
    ['a frame without bytes', new Uint8Array(0)],
    ['the bytes of a text message', Buffer.from('{"type":"bye"}')],
    ['a name without end', { type: 'call', id: 1, name: 'x'.repeat(101) }],
  ])('[B23] a page that says %s is dropped, and may come back', async (_, message) => {
    const session = await host.begin()
    const page = await host.enter(session)
    page.say(message)
    await page.closed
    expect([host.calls, host.events]).toEqual([[], ['lost']])
    await host.enter(session)
  })

  it('[B23] a message above the limit is not read, and its page is dropped', async () => {
    const page = await host.enter()
    page.say(JSON.stringify({ type: 'call', id: 1, name: 'x', input: 'x'.repeat(maxSocketMessage) }))
    await page.closed
    expect([host.calls, host.events]).toEqual([[], ['lost']])
  })
})

describe('one page at a time', () => {
  it('[B24] a second page takes over, and the first one hears so and is dropped', async () => {
    const first = await host.enter()
    const second = await host.enter()
    await first.next('replaced')
    host.clock.advance(5000)
    await first.closed
    expect(first.heard.map(({ type }) => type)).toEqual(['welcome', 'replaced'])
    host.server.signal('journal.saving', {})
    await second.next('signal')
    expect(first.heard).toHaveLength(2)
    expect(host.events).toEqual([])
  })

  it('[B31] there is a page to be heard out while one is connected', async () => {
    expect(host.server.hasPage()).toBe(false)
    const page = await host.enter()
    expect(host.server.hasPage()).toBe(true)
    page.socket.terminate()
    await expect.poll(() => host.server.hasPage()).toBe(false)
  })

  it('[B30] what a page says before it has heard that it is replaced still arrives', async () => {
    const first = await host.enter()
    await host.enter()
    first.say({ type: 'call', id: 1, name: 'journal.edit', input: {} })
    await expect.poll(() => host.calls).toMatchObject([{ name: 'journal.edit' }])
  })

  it('[B24] the page that was replaced does not end the session of the other with its goodbye', async () => {
    const first = await host.enter()
    first.socket.pause()
    const second = await host.enter()
    first.say({ type: 'bye' })
    first.socket.resume()
    host.clock.advance(5000)
    await first.closed
    await heardAll(second)
    expect(host.events).toEqual([])
  })

  it('[B24] a page that took over and never came counts as gone after 30 seconds', async () => {
    const first = await host.enter()
    await host.begin()
    await first.next('replaced')
    host.clock.advance(29_999)
    expect(host.events).toEqual([])
    host.clock.advance(1)
    expect(host.events).toEqual(['gone'])
  })

  it('[B25] a window that was opened while the vault locks, after the last one had gone, still finds its way in', async () => {
    const page = await host.enter()
    page.say({ type: 'bye' })
    await page.closed
    const token = host.newToken()
    host.server.renewPage()
    expect((await host.claim(token)).status).toBe(200)
  })

  it('[B25] when the vault locks the page hears a new token, and neither its cookie nor its secret is good any more', async () => {
    const session = await host.begin()
    const page = await host.enter(session)
    host.server.renewPage()
    const { token } = await page.next('locked')
    await page.closed
    expect(await host.connect({ origin: host.own.origin, cookie: session.cookie }).opened).toBe(false)
    await host.enter(await host.begin(String(token)))
    expect(host.events).toEqual([])
  })
})

describe('a page that goes', () => {
  it('[B26] a lost page is told at once, and counts as gone after 30 seconds', async () => {
    const page = await host.enter()
    page.socket.terminate()
    await page.closed
    await expect.poll(() => host.events).toEqual(['lost'])
    host.clock.advance(29_999)
    expect(host.events).toEqual(['lost'])
    host.clock.advance(1)
    expect(host.events).toEqual(['lost', 'gone'])
  })

  it('[B26] a page that comes back in time is not gone', async () => {
    const session = await host.begin()
    const page = await host.enter(session)
    page.socket.terminate()
    await expect.poll(() => host.events).toEqual(['lost'])
    host.clock.advance(20_000)
    await host.enter(session)
    host.clock.advance(60_000)
    expect(host.events).toEqual(['lost'])
  })

  it('[B29] a page that comes back is told what still holds, and nothing that has passed', async () => {
    const session = await host.begin()
    const page = await host.enter(session)
    page.socket.terminate()
    await expect.poll(() => host.events).toEqual(['lost'])
    host.server.signal('journal.saving', { pending: true })
    host.server.signal('journal.changed', { entries: [], deleted: [] })
    host.server.signal('journal.saving', { pending: false })
    const back = await host.enter(session)
    await heardAll(back)
    expect(back.all('signal')).toEqual([{ type: 'signal', name: 'journal.saving', payload: { pending: false } }])
  })

  it('[B26] a page that says goodbye is gone at once, and only once', async () => {
    const page = await host.enter()
    page.say({ type: 'bye' })
    await page.closed
    host.clock.advance(60_000)
    expect(host.events).toEqual(['gone'])
  })

  it('[B27] a call whose page has gone is answered to nobody', async () => {
    const session = await host.begin()
    const page = await host.enter(session)
    page.say({ type: 'call', id: 1, name: 'journal.read' })
    await heardAll(page)
    page.socket.terminate()
    await expect.poll(() => host.events).toEqual(['lost'])
    host.calls[0]?.reply({ ok: true, value: 'By the sea' })
    const back = await host.enter(session)
    host.server.signal('journal.saving', {})
    await back.next('signal')
    expect(back.heard.map(({ type }) => type)).toEqual(['welcome', 'signal'])
  })

  it('[B28] the server ends though a page does not answer', async () => {
    const silent = await host.enter()
    silent.socket.pause()
    const waiting = host.connect({ origin: host.own.origin, cookie: (await host.begin()).cookie })
    await waiting.opened
    await host.server.close()
    silent.socket.resume()
    await Promise.all([silent.closed, waiting.closed])
    await expect(host.send({ path: '/' })).rejects.toThrow()
  })
})
