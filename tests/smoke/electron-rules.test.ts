import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp } from '../support/electron-stand-in/drive'
import type { Stage } from '../support/electron-stand-in/run'
import { makePlace, type SmokePlace, unlock } from '../support/electron-stand-in/smoke-app'

const link = 'twofold://invite#one'
const project = resolve(import.meta.dirname, '../..')

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

/** An app of a single module, as its source. */
async function makeApp(source: string): Promise<string> {
  const folder = join(place.folder, 'app')
  await mkdir(join(folder, 'out/main'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "main": "out/main/main.js" }')
  await writeFile(join(folder, 'out/main/main.js'), source)
  return folder
}

/** The app as it lies once it is packaged: its archive, which is not the folder that anybody starts it in. */
async function makePackage(): Promise<string> {
  const folder = join(place.folder, 'resources/app.asar')
  await mkdir(folder, { recursive: true })
  await cp(join(project, 'out'), join(folder, 'out'), { recursive: true })
  await cp(join(project, 'package.json'), join(folder, 'package.json'))
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

it('[E294] an entry that throws is an error that nothing catches, and Electron becomes ready all the same', async () => {
  const folder = await makeApp(`
    import { app } from 'electron'
    app.once('quit', () => process.stderr.write('quit\\n'))
    app.whenReady().then(() => setImmediate(() => process.exit(app.isReady() ? 7 : 8)))
    throw new Error('at the top')
  `)
  const app = await startApp([], { folder })
  expect(await app.ended).toEqual([7, null])
  // In place of Node's own exit stands the app's, which quits.
  expect(app.complaint()).toMatch(/App threw an error during load[^]*A JavaScript error occurred[^]*at the top[^]*quit/)
})

it("[E295] a later start tells the first one its link, whatever of Chromium's stands around it, and ends", async () => {
  const first = await place.start()
  await unlock(first)
  for (const args of [['--', link], [link], ['--enable-features=Some', '--', link, '--data', 'elsewhere']]) {
    const told = first.nextSignal('app.invited')
    const second = await place.start(args)
    expect(await second.ended).toEqual([0, null])
    await told
    expect(await first.api.app.takeInvite()).toBe(link)
  }
  // After a link nothing may stand: whoever opens it could give the app its switches.
  const refused = await place.start([link, '--data', 'elsewhere'])
  expect(await refused.ended).toEqual([255, null])
})

it('[E296] the packaged app reads its arguments, its link and its files without the folder it lies in', async () => {
  const where = { folder: await makePackage(), cwd: place.folder }
  const app = await place.start([link], { STAND_IN_PACKAGED: '1' }, where)
  expect(await app.act(() => [process.argv.length, process.argv.at(-1)])).toEqual([8, link])
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked', folder: join(place.folder, 'vault') })
  await unlock(app)
  expect(await app.api.app.takeInvite()).toBe(link)
  const scripts = await app.act(async ({ session }) => {
    const pages = session.fromPartition('window')
    const page = (await (await pages.load('app://twofold/'))?.text()) ?? ''
    const names = [...page.matchAll(/(?:src|href)="(.+?)"/g)].map(([, name = '']) => name)
    return Promise.all(names.map(async (name) => (await pages.load(new URL(name, 'app://twofold/').href))?.status))
  })
  expect(scripts.length).toBeGreaterThan(1)
  expect(new Set(scripts)).toEqual(new Set([200]))
  const [script] = await app.act(({ told }) => told.find(({ name }) => name === 'fork')?.with ?? [])
  expect(script).toBe(join(where.folder, 'out/main/vault-process.js'))
})

it('[E297] a handler of a scheme answers with a Response or not at all, and there is one', async () => {
  const app = await place.start()
  const answers = await app.act(async ({ session }) => {
    const pages = session.fromPartition('of-a-test')
    const answers: [text: string, status?: number][] = []
    const handlers = {
      whole: () => new Response('yes'),
      bare: () => ({ status: 200, body: 'yes' }),
      failing: () => Promise.reject(new TypeError('no')),
      nothing: () => undefined,
    }
    for (const [scheme, handler] of Object.entries(handlers)) {
      pages.protocol.handle(scheme, handler as () => Response)
      const answer = await pages.load(`${scheme}://x/`)
      answers.push([scheme, answer?.status ?? -1])
    }
    return answers
  })
  expect(answers).toEqual([
    ['whole', 200],
    ['bare', 0],
    ['failing', 0],
    ['nothing', 0],
  ])
  const again = app.act(({ session }) => session.fromPartition('window').protocol.handle('app', () => new Response()))
  await expect(again).rejects.toThrow('Failed to register protocol')
})

it('[E298] an event, an option or a privilege that electron.d.ts does not have is refused, and so is what comes too late', async () => {
  const app = await place.start()
  const refusals = await app.act(({ app, powerMonitor, protocol, session }) => {
    const tries = {
      event: () => app.on('window-all-gone', () => {}),
      emitted: () => session.defaultSession.emit('will-upload'),
      power: () => powerMonitor.once('goodbye', () => {}),
      schemes: () => protocol.registerSchemesAsPrivileged([{ scheme: 'late' }]),
      handler: () => session.defaultSession.webRequest.onBeforeRequest(undefined as unknown as null),
      permission: () => session.defaultSession.setPermissionCheckHandler(true as unknown as null),
    }
    return Object.entries(tries).map(([name, act]) => {
      try {
        act()
        return name
      } catch {
        return 'refused'
      }
    })
  })
  expect(new Set(refusals)).toEqual(new Set(['refused']))
})

it('[E298] what can be had only once the app is ready is refused before', async () => {
  const folder = await makeApp(`
    import { app, BrowserWindow, screen, session } from 'electron'
    const tries = [() => session.defaultSession, () => new BrowserWindow({}), () => screen.getAllDisplays()]
    const isRefused = (act) => {
      try {
        act()
      } catch {
        return true
      }
      return false
    }
    const before = tries.map(isRefused)
    app.whenReady().then(() => {
      process.stderr.write(JSON.stringify([before, tries.map(isRefused)]))
      process.exit(0)
    })
  `)
  const app = await startApp([], { folder })
  await app.ended
  expect(app.complaint()).toContain('[[true,true,true],[false,false,false]]')
})

it('[E299] a start that comes while the first one is still starting opens no second window, and it comes to the front', async () => {
  const early = ({ app }: Stage) => {
    // A step after what waits for the event has begun.
    const begun = app.whenReady().then(() => {})
    void begun.then(() => app.emit('second-instance', {}, ['twofold'], '/'))
  }
  const app = await place.start([], {}, { early })
  const windows = await app.act(({ BrowserWindow }) => BrowserWindow.all.map(({ state }) => state))
  expect(windows).toEqual(['shown'])
})
