import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostWindow } from '../../electron/adapters/host-window'
import { becomeOnlyInstance } from '../../electron/adapters/instance'
import { findAppBrowser, openAppWindow, forgetAddress } from '../../electron/adapters/open-browser'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
const giveUps: (() => void)[] = []
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const giveUp of giveUps.splice(0)) giveUp()
  await removeFolder(root)
})

/** Starts an instance; `asked` resolves with the link when another one has asked it for its window. */
async function start(dataFolder = root, invite: string | null = null) {
  let onAsked = (_invite: string | null) => {}
  const asked = new Promise<string | null>((resolve) => (onAsked = resolve))
  const giveUp = await becomeOnlyInstance({ dataFolder, invite, onAsked: (link) => onAsked(link) })
  if (giveUp) giveUps.push(giveUp)
  return { runs: giveUp !== null, giveUp: giveUp ?? (() => {}), asked }
}

describe('the only instance', () => {
  it('[H70] a second one does not run, and asks the first one for its window', async () => {
    const first = await start()
    expect(first.runs).toBe(true)
    expect((await start()).runs).toBe(false)
    await first.asked
  })

  it('[H70] of several that start at once one runs', async () => {
    const all = await Promise.all([start(), start(), start(), start()])
    expect(all.filter(({ runs }) => runs)).toHaveLength(1)
  })

  it('[H70] another data folder is another place', async () => {
    await mkdir(join(root, 'other'))
    expect((await start()).runs).toBe(true)
    expect((await start(join(root, 'other'))).runs).toBe(true)
  })

  it('[H70] a place that was given up is free', async () => {
    const first = await start()
    first.giveUp()
    expect((await start()).runs).toBe(true)
  })

  it('[H71] what a killed process left behind keeps nobody out', async () => {
    const script = `require('node:net').createServer().listen(${JSON.stringify(join(root, 'instance.sock'))}, () => console.log('on'))`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readdir(root)).toEqual(['instance.sock'])
    expect((await start()).runs).toBe(true)
    expect((await start()).runs).toBe(false)
  })

  it('[H71] a data folder with a long path has its place too', async () => {
    const long = join(root, 'x'.repeat(120))
    await mkdir(long)
    // A temporary folder of this test alone: what others leave in the system's is not looked at.
    vi.stubEnv('TMPDIR', root)
    expect((await start(long)).runs).toBe(true)
    expect((await start(long)).runs).toBe(false)
    expect((await readdir(root)).some((name) => /^twofold-[0-9a-f]{16}\.sock$/.test(name))).toBe(true)
  })
})

describe('a data folder and a temporary folder with long paths', () => {
  it('[H71] are two places for two data folders, though a socket can lie in neither', async () => {
    const folders = ['one', 'other'].map((name) => join(root, 'x'.repeat(120), name))
    for (const folder of folders) await mkdir(folder, { recursive: true })
    vi.stubEnv('TMPDIR', join(root, 'x'.repeat(120)))
    for (const folder of folders) expect((await start(folder)).runs).toBe(true)
    for (const folder of folders) expect((await start(folder)).runs).toBe(false)
  })
})

describe('what another instance was started with', () => {
  const longest = `twofold://invite#${'x'.repeat(4096 - 17)}`

  /** Says these bytes on the running instance's socket, and no more. */
  const say = (bytes: string | Buffer) => connect(join(root, 'instance.sock')).end(bytes)

  it('[Q50] an invite reaches the one that runs, as long as one may be', async () => {
    const first = await start()
    expect(await start(root, longest)).toMatchObject({ runs: false })
    expect(await first.asked).toBe(longest)
  })

  it('[Q50] the one that runs hears of a start without a link, and not of its own', async () => {
    const first = await start(root, 'twofold://invite#own')
    expect((await start()).runs).toBe(false)
    expect(await first.asked).toBe(null)
  })

  it.each([
    ['nothing', ''],
    ['another link', 'https://example.org/#twofold://invite#x'],
    ['an invite after something else', 'x twofold://invite#x'],
    ['a path', 'twofold://join#x'],
    ['a longer invite', `${longest}x`],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe, 0x80])],
    ['a flood that begins as an invite', `twofold://invite#${'x'.repeat(1_000_000)}`],
  ])('[Q51] %s on the socket asks for the window and hands on no link', async (_name, bytes) => {
    const first = await start()
    say(bytes).on('error', () => {})
    expect(await first.asked).toBe(null)
  })

  it('[Q51] a link that is never said to its end is not handed on', async () => {
    const first = await start()
    const socket = connect(join(root, 'instance.sock'))
    socket.write('twofold://invite#half')
    expect(await first.asked).toBe(null)
    socket.destroy()
  })

  it('[Q51] a flood that never ends is cut off', async () => {
    const first = await start()
    const socket = connect(join(root, 'instance.sock')).on('error', () => {})
    const flood = setInterval(() => socket.write('twofold://invite#'.padEnd(5000, 'x')), 50)
    expect(await first.asked).toBe(null)
    clearInterval(flood)
    socket.destroy()
  })

  it('[Q51] somebody who says nothing keeps nobody else from being heard', async () => {
    const links: (string | null)[] = []
    const heard = new Promise<void>((resolve) => {
      const onAsked = (link: string | null) => {
        links.push(link)
        if (links.length === 2) resolve()
      }
      void becomeOnlyInstance({ dataFolder: root, invite: null, onAsked }).then((giveUp) => {
        if (giveUp) giveUps.push(giveUp)
        connect(join(root, 'instance.sock'))
        void start(root, 'twofold://invite#x')
      })
    })
    await heard
    expect(links).toEqual(['twofold://invite#x', null])
  })
})

describe('the browser’s window', () => {
  const address = 'http://ana.localhost:1/#</script>secret'

  /** A browser that writes down beside itself what it was given, and stays until it is ended. */
  async function makeBrowser() {
    const browser = join(root, 'browser')
    const script = '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.new"; mv "$0.new" "$0.said"; exec sleep 60\n'
    await writeFile(browser, script, { mode: 0o700 })
    return { browser, said: `${browser}.said` }
  }
  const arrived = async (file: string) => expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('')
  async function end(child: ChildProcess) {
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  it('[H72] the secret address reaches the browser by a file that only its owner reads, gone when the app ends', async () => {
    const { browser, said: file } = await makeBrowser()
    const child = openAppWindow({ browser, dataFolder: root, address })
    await arrived(file)
    const said = await readFile(file, 'utf8')
    expect(said).not.toContain('secret')
    expect(said).toContain(`--app=file://${root}/open-twofold.html\n`)
    expect(said).toContain(`--user-data-dir=${root}/window\n`)
    expect(said).toContain('--disable-extensions\n')
    const opening = join(root, 'open-twofold.html')
    expect((await stat(opening)).mode & 0o777).toBe(0o600)
    const page = await readFile(opening, 'utf8')
    expect(page.split('</script>')).toHaveLength(2)
    const inner = /location\.replace\((.*)\)<\/script>/.exec(page)?.[1] ?? ''
    expect(JSON.parse(inner)).toBe(address)
    await end(child)
    forgetAddress(root)
    await expect(stat(opening)).rejects.toThrow('ENOENT')
  })

  it('[H72] a file that lies in the place of the address is replaced, not written into', async () => {
    await writeFile(join(root, 'open-twofold.html'), 'before', { mode: 0o644 })
    const { browser } = await makeBrowser()
    const child = openAppWindow({ browser, dataFolder: root, address })
    expect((await stat(join(root, 'open-twofold.html'))).mode & 0o777).toBe(0o600)
    await end(child)
  })

  it.skipIf(process.platform === 'win32')('[B45] no Ctrl+C of the terminal reaches the browser', async () => {
    const { browser, said } = await makeBrowser()
    const child = openAppWindow({ browser, dataFolder: root, address })
    await arrived(said)
    // It leads a process group of its own; the signal goes to that of the host.
    expect(child.pid && process.kill(-child.pid, 0)).toBe(true)
    await end(child)
  })

  it('[B46] a window that was closed can be shown again, and its closing is heard each time', async () => {
    const { browser, said } = await makeBrowser()
    let closings = 0
    const window = createHostWindow({ browser, dataFolder: root, onClosed: () => closings++ })
    for (let time = 1; time <= 2; time++) {
      window.show(address)
      await arrived(said)
      await rm(said)
      window.show(address)
      await arrived(said)
      await rm(said)
      expect(closings).toBe(time - 1)
      window.close()
      await expect.poll(() => closings).toBe(time)
    }
  })

  it('[H73] the browser that is named goes before those that are found, and where there is none none is found', async () => {
    const first = join(root, 'first')
    const second = join(root, 'second')
    await mkdir(first)
    await mkdir(second)
    const PATH = [first, second].join(delimiter)
    expect(findAppBrowser({ PATH }, 'linux')).toBe(null)
    expect(findAppBrowser({}, 'linux')).toBe(null)
    expect(findAppBrowser({}, 'win32')).toBe(null)
    await writeFile(join(second, 'chromium'), '')
    expect(findAppBrowser({ PATH }, 'linux')).toBe(join(second, 'chromium'))
    expect(findAppBrowser({ PATH, TWOFOLD_BROWSER: '/named' }, 'linux')).toBe('/named')
  })
})
