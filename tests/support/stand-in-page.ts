import { vi } from 'vitest'
import { WebSocket } from 'ws'
import type { startTestServer } from './page-client'

/**
 * What a page's code finds around it, for the window's transport to reach a test server from Node: the address, the
 * trade of its token, and sockets that show the page's origin and cookie. `vi.unstubAllGlobals()` takes it away.
 */
export function standInPage(host: Awaited<ReturnType<typeof startTestServer>>, token: string): void {
  let cookie = ''
  const window = new EventTarget()
  vi.stubGlobal('location', { hash: `#${token}`, pathname: '/', host: `127.0.0.1:${host.port}`, reload: () => {} })
  vi.stubGlobal('history', { replaceState: () => {} })
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('dispatchEvent', window.dispatchEvent.bind(window))
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method: string; body: string }) => {
    const answer = await host.send({ path, method, body, headers: { origin: host.own.origin } })
    cookie = (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
    return { ok: answer.status === 200, json: async () => JSON.parse(answer.body) as unknown }
  })
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(address: string) {
        super(address, { headers: { host: host.own.host, origin: host.own.origin, cookie } })
      }
    },
  )
}
