import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, type SmokePlace } from '../support/electron-stand-in/smoke-app'

let place: SmokePlace
let app: StandInApp
beforeAll(async () => {
  place = await makePlace({ vault: false })
  app = await place.start()
})
afterAll(() => place.remove())

/** The status and the headers of the window's own answer to a request, or null where it is cancelled. */
const get = (url: string, method = 'GET') =>
  app.act(
    async ({ BrowserWindow }, asked) => {
      const answer = await BrowserWindow.all[0]?.webContents.session.load(asked.url, asked.method)
      return (
        answer && {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          text: await answer.text(),
        }
      )
    },
    { url, method },
  )

it('[E11] the window is sandboxed, isolated, without Node, dev tools, webviews, spell-checker or a session on disk', async () => {
  const options = await app.act(({ BrowserWindow }) => BrowserWindow.all[0]?.options.webPreferences)
  expect(options).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  })
  expect(options).not.toHaveProperty('allowRunningInsecureContent')
  expect(options).not.toHaveProperty('experimentalFeatures')
  expect(options?.partition).toMatch(/^(?!persist:)./)
})

it('[E12] every permission and every device is refused, asked for or looked up, in every session', async () => {
  const granted = await app.act(({ session }) =>
    [...session.all].flatMap(([partition, { permissions }]) =>
      (['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'fileSystem'] as const).flatMap(
        (permission) => {
          const answers: boolean[] = []
          const details = { isMainFrame: true, requestingUrl: 'app://twofold/' }
          permissions.request({} as never, permission, (answer) => answers.push(answer), details)
          answers.push(permissions.check(null, permission, 'app://twofold', details))
          answers.push(permissions.device({ deviceType: 'usb', origin: 'app://twofold', device: {} as never }))
          return answers.map((answer) => ({ partition, answer }))
        },
      ),
    ),
  )
  expect(new Set(granted.map(({ partition }) => partition))).toEqual(new Set(['', 'window']))
  expect(granted.filter(({ answer }) => answer)).toEqual([])
  expect(granted).toHaveLength(36)
})

it('[E13] a page can neither navigate nor be led elsewhere, open a window, embed a view or download', async () => {
  const events = ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']
  const prevented = await app.act(({ BrowserWindow }, names) => {
    const contents = BrowserWindow.all[0]?.webContents
    const isPrevented = (name: string) => {
      let stopped = false
      const event = { url: 'https://example.org/', preventDefault: () => (stopped = true) }
      const target = name === 'will-download' ? contents?.session : contents
      target?.emit(name, event)
      return stopped
    }
    return [...names, 'will-download'].filter(isPrevented)
  }, events)
  expect(prevented).toEqual([...events, 'will-download'])

  const action = await app.act(({ BrowserWindow }) => {
    const referrer = { url: 'app://twofold/', policy: 'no-referrer' } as const
    const asked = { url: 'app://twofold/', frameName: '', features: '', disposition: 'new-window', referrer } as const
    return BrowserWindow.all[0]?.webContents.windowOpen(asked).action
  })
  expect(action).toBe('deny')
})

it('[E14] every request but one for the page or a blob is cancelled, in every session', async () => {
  const asked = [
    'app://twofold/',
    'blob:app://twofold/6f1c2f6e',
    'app://elsewhere/',
    'app://twofold.example/',
    'app://twofold:8080/',
    'https://example.org/',
    'http://127.0.0.1:9222/json',
    'ws://127.0.0.1:9222/',
    'file:///etc/passwd',
    'devtools://devtools/bundled/inspector.html',
    'chrome-extension://abc/background.js',
    'data:text/html,hello',
    'not an address',
  ]
  const passed = await app.act(async ({ session }, urls) => {
    const through: string[][] = []
    for (const each of session.all.values()) {
      const decisions = await Promise.all(urls.map((url) => each.lets(url)))
      through.push(urls.filter((_url, at) => decisions[at]))
    }
    return through
  }, asked)
  expect(passed).toEqual([asked.slice(0, 2), asked.slice(0, 2)])
})

it('[E15] app: is one secure, standard scheme without service workers or a way past the policy, declared before ready', async () => {
  const declared = await app.act(({ told }) => told.filter(({ name }) => name === 'registerSchemesAsPrivileged'))
  expect(declared.map((each) => each.with[0])).toEqual([
    [
      {
        scheme: 'app',
        privileges: {
          standard: true,
          secure: true,
          supportFetchAPI: true,
          bypassCSP: false,
          allowServiceWorkers: false,
        },
      },
    ],
  ])
})

it('[E16] the page comes with a strict policy whose nonce is new each time and stands in the page', async () => {
  const answers = [await get('app://twofold/'), await get('app://twofold/index.html')]
  const nonces = answers.map((answer) => {
    expect(answer?.status).toBe(200)
    const policy = answer?.headers['content-security-policy'] ?? ''
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'none'", "base-uri 'none'"])
      expect(policy.split('; ')).toContain(rule)
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
    const nonce = /'nonce-([\w+/=]+)'/.exec(policy)?.[1] ?? 'none'
    expect(answer?.text).toContain(`nonce="${nonce}"`)
    expect(answer?.text).not.toContain('__CSP_NONCE__')
    return nonce
  })
  expect(new Set(nonces).size).toBe(2)
})

it('[E17] nothing but the built window is served, however the address is written', async () => {
  const refused = [
    'app://twofold/../package.json',
    'app://twofold/..%2fmain/main.js',
    'app://twofold/%2e%2e/main/main.js',
    'app://twofold/%2e%2e%2fmain%2fmain.js',
    'app://twofold/..%5c..%5cpackage.json',
    'app://twofold//etc/passwd',
    'app://twofold/%2fetc%2fpasswd',
    'app://twofold/assets/',
    'app://twofold/index.html%00.js',
    'app://twofold/INDEX.HTML',
  ]
  for (const url of refused) expect([url, (await get(url))?.status]).toEqual([url, 404])
  expect((await get('app://twofold/', 'POST'))?.status).toBe(404)
  expect(await get('app://elsewhere/index.html')).toBe(null)
  expect((await get('app://twofold/index.html'))?.status).toBe(200)
})

it('[E18] a handler answers only the top frame of our own page', async () => {
  const answers = await app.act(async ({ ipcMain }) => {
    const own = { url: 'app://twofold/', parent: null }
    const senders = {
      own,
      gone: null,
      within: { url: 'app://twofold/', parent: own },
      elsewhere: { url: 'https://example.org/', parent: null },
      alike: { url: 'app://twofold.example/', parent: null },
      port: { url: 'app://twofold:1/', parent: null },
      scheme: { url: 'https://twofold/', parent: null },
      blank: { url: 'about:blank', parent: null },
      nothing: { url: '', parent: null },
    }
    const found: Record<string, unknown[]> = {}
    for (const [who, frame] of Object.entries(senders)) {
      found[who] = []
      for (const name of ipcMain.handlers.keys()) {
        const reply = (await ipcMain.invoke(frame, name, null)) as { ok: boolean; failure?: { code: string } }
        // Of what our own page asks so, most is refused too, but for what it asks.
        if (who !== 'own' || name === 'app.state') found[who].push(reply.ok || reply.failure?.code)
      }
    }
    return found
  })
  const { own, ...others } = answers
  expect(own).toEqual([true])
  for (const replies of Object.values(others)) {
    expect(replies.length).toBeGreaterThan(15)
    expect(new Set(replies)).toEqual(new Set(['bad-request']))
  }
})

it('[E19] no spell-checker looks for a dictionary and no crash reporter is started', async () => {
  const checkers = await app.act(({ session }) => [...session.all.values()].map(({ spellChecker }) => spellChecker))
  expect(checkers).toEqual([
    { enabled: false, languages: [] },
    { enabled: false, languages: [] },
  ])
  const told = await app.act(({ told }) => told.map(({ name, with: [first] }) => [name, first]))
  expect(told).toContainEqual(['switch', 'disable-breakpad'])
  expect(told.map(([name]) => name)).not.toContain('crashReporter.start')
})

it('[E20] a link opens outside only with https or mailto', async () => {
  await app.api.app.openLink({ url: 'https://example.org/ferry' })
  for (const url of ['file:///etc/passwd', 'http://example.org/', 'javascript:alert(1)', 'smb://example.org/share'])
    await expect(app.api.app.openLink({ url })).rejects.toMatchObject({ failure: { code: 'link-refused' } })
  const opened = await app.act(({ told }) =>
    told.filter(({ name }) => name === 'openExternal').map((each) => each.with),
  )
  expect(opened).toEqual([['https://example.org/ferry']])
})
