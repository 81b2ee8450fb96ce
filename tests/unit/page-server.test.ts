import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

describe('what is served', () => {
  it('[B10] the page is served under its own name, whatever stands behind a question mark', async () => {
    for (const path of ['/', '/index.html?x', '/?']) {
      const { status, headers } = await host.send({ path })
      expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-store'])
    }
    expect((await host.send({ path: '/' })).headers['content-security-policy']).toContain(
      `connect-src 'self' ws://${host.own.host};`,
    )
  })

  it.each([
    '/../outside.js',
    '/assets/../index.html',
    '/%2e%2e/outside.js',
    '//',
    '//evil/index.html',
    'http://evil/',
    '*',
  ])('[B10] “%s” leads nowhere', async (path) => {
    const { status, body } = await host.send({ path })
    expect([status, body]).toEqual([404, ''])
  })

  it.each([
    '127.0.0.1',
    'localhost',
    'evil.example.org',
    'ana.localhost',
    'ana.localhost:1',
    'ana.localhost.evil.example.org',
    '',
  ])('[B11] a request to the host “%s” is refused', async (name) => {
    const withPort = name.includes(':') || name === 'ana.localhost' ? name : `${name}:${host.port}`
    const { status, body, headers } = await host.send({ path: '/', headers: { host: name ? withPort : '' } })
    expect([status, body]).toEqual([403, ''])
    expect(headers['set-cookie']).toBe(undefined)
  })

  it('[B12] a service worker’s script is refused', async () => {
    const { status } = await host.send({ path: '/assets/main.js', headers: { 'service-worker': 'script' } })
    expect(status).toBe(404)
  })

  it.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'POST'])('[B12] %s of the page is refused', async (method) => {
    expect((await host.send({ path: '/', method, headers: { origin: host.own.origin } })).status).toBe(403)
  })
})

describe('the session', () => {
  it('[B13] the token of an address is traded once, for a hidden cookie and a secret', async () => {
    const token = host.newToken()
    const { status, headers, body } = await host.claim(token)
    expect(status).toBe(200)
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^twofold-[0-9a-f]{12}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
    ])
    expect(JSON.parse(body)).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(headers['set-cookie']?.[0]).not.toContain((JSON.parse(body) as { secret: string }).secret)
    expect((await host.claim(token)).status).toBe(401)
  })

  it('[B13] the token is good for a minute', async () => {
    const token = host.newToken()
    host.clock.advance(60_000)
    expect((await host.claim(token)).status).toBe(200)
    const late = host.newToken()
    host.clock.advance(60_001)
    expect((await host.claim(late)).status).toBe(401)
  })

  it('[B13] a newer address makes the one before void', async () => {
    const older = host.newToken()
    const newer = host.newToken()
    expect((await host.claim(older)).status).toBe(401)
    expect((await host.claim(newer)).status).toBe(200)
  })

  it.each(['', 'x', '{}', '{"token":5}', '{"token":null}', '[]', `{"token":"${'x'.repeat(500)}"}`])(
    '[B14] %j is no token, and the true one stays good',
    async (body) => {
      const token = host.newToken()
      const answer = await host.send({ path: '/session', method: 'POST', headers: { origin: host.own.origin }, body })
      expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined])
      expect((await host.claim(token)).status).toBe(200)
    },
  )

  it('[B14] a request that never ends is cut off', async () => {
    const body = 'x'.repeat(5_000_000)
    const answer = await host
      .send({ path: '/session', method: 'POST', headers: { origin: host.own.origin }, body })
      .catch(() => ({ status: 401 }))
    expect(answer.status).toBe(401)
  })

  it.each([
    ['none', {}],
    ['null', { origin: 'null' }],
    ['another port', { origin: 'http://ana.localhost:1' }],
    ['another scheme', { origin: 'https://ana.localhost' }],
    ['a name that begins alike', { origin: 'http://ana.localhost.evil.example.org' }],
  ])('[B15] from another origin (%s) a token is worth nothing, and stays good', async (_, headers) => {
    const token = host.newToken()
    const answer = await host.claim(token, headers)
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined])
    expect((await host.claim(token)).status).toBe(200)
  })

  it('[B15] another host’s name and its own origin are refused together', async () => {
    const name = `evil.example.org:${host.port}`
    const answer = await host.claim(host.newToken(), { host: name, origin: `http://${name}` })
    expect(answer.status).toBe(403)
  })
})
