import { spawnSync } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readArguments } from '../../electron/adapters/arguments'
import { defaultDataFolder } from '../../electron/adapters/host-folders'
import { makeFolder, removeFolder } from '../support/vault-folder'

const strict = (...argv: string[]) => readArguments(argv, { lenient: false })
const lenient = (...argv: string[]) => readArguments(argv, { lenient: true })
let root = ''
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(() => removeFolder(root))

describe('arguments', () => {
  it('[H60] without any the preferences say which vault, and the window opens', () => {
    const dataFolder = defaultDataFolder(process.env, process.platform)
    expect(strict()).toEqual({ vault: null, dataFolder, port: 0, open: true, linkHost: null, invite: null })
    expect(dataFolder.startsWith(homedir()) || process.env['XDG_DATA_HOME'] !== undefined).toBe(true)
  })

  it('[H60] a vault, a data folder, a port and the wish for no window are taken', () => {
    expect(strict('--vault', 'here', '--data', root, '--port', '8123', '--no-open')).toMatchObject({
      vault: join(process.cwd(), 'here'),
      port: 8123,
      open: false,
    })
  })

  it('[H63] the address that the link listens on is taken, and no name', () => {
    for (const address of ['127.0.0.1', '::1', '0.0.0.0']) {
      expect(strict('--link-host', address).linkHost).toBe(address)
      expect(lenient('--disable-gpu', `--link-host=${address}`, '.').linkHost).toBe(address)
    }
    for (const host of ['localhost', '', '127.0.0.1:80', '127.1', '[::1]', 'example.org']) {
      expect(() => strict(`--link-host=${host}`)).toThrow('--link-host')
      expect(() => lenient(`--link-host=${host}`)).toThrow('--link-host')
    }
    expect(() => strict('--link-host')).toThrow()
    expect(() => lenient('--link-host')).toThrow('--link-host')
  })

  it('[H64] one invite that was opened as a link is taken, as far as it is one of a bearable length', () => {
    const invite = `twofold://invite#${'Ab-_9'.repeat(80)}`
    expect(strict(invite).invite).toBe(invite)
    expect(strict('--vault', root, invite, '--no-open')).toMatchObject({ vault: root, open: false, invite })
    expect(strict('--', invite).invite).toBe(invite)
    expect(lenient('.', '--disable-gpu', invite, 'file.html').invite).toBe(invite)
    // As Windows hands it on.
    expect(strict('TwoFold://Invite/#abc').invite).toBe('twofold://invite#abc')
    const longest = `twofold://invite#${'x'.repeat(4096 - 17)}`
    expect(strict(longest).invite).toBe(longest)
    const others = [
      `${longest}x`,
      'twofold://invite',
      'twofold://invite?x#y',
      'twofold://join#x',
      'file:///twofold://invite#x',
    ]
    for (const other of others) {
      expect(() => strict(other)).toThrow(RangeError)
      expect(lenient(other).invite).toBe(null)
    }
    expect(() => strict(invite, invite)).toThrow(RangeError)
    expect(() => strict(invite, '/somewhere')).toThrow(RangeError)
    expect(() => strict('--', '--valt', invite)).toThrow(RangeError)
    expect(() => strict('--vault', root, '')).toThrow(RangeError)
  })

  it.each([
    ['--valt', '/somewhere'],
    ['/somewhere'],
    ['--vault'],
    ['--vault', ''],
    ['--vault='],
    ['--data='],
    ['--port', 'eighty'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port=1.5'],
    ['--no-open=yes'],
  ])('[H61] %s %s is refused, so that no other vault is opened', (...argv) => {
    expect(() => strict(...argv)).toThrow()
  })

  it('[H61] beside Chromium’s own switches ours are found, and a vault without a folder is still refused', () => {
    expect(lenient('--disable-gpu', '--remote-x=1', 'file.html', '--vault', root).vault).toBe(root)
    expect(() => lenient('--vault=')).toThrow()
    expect(() => lenient('--vault')).toThrow()
  })

  it('[B41] one that is unknown or amiss is said in words, with what there is, and quotes no folder', () => {
    const known = '--vault DIR, --data DIR, --port N, --link-host ADDRESS and --no-open'
    expect(() => strict('--bogus', '/somewhere')).toThrow(`--bogus is unknown; there are ${known}`)
    expect(() => strict('--bogus=/somewhere')).toThrow(`--bogus is unknown; there are ${known}`)
    expect(() => strict('-v', root)).toThrow('-v is unknown; there are')
    expect(() => strict('--no-vault')).toThrow('--no-vault is unknown; there are')
    for (const read of [strict, lenient]) {
      expect(() => read('--data')).toThrow('--data takes a folder')
      expect(() => read('--vault', '--no-open')).toThrow('--vault takes a folder')
      expect(() => read('--port', '-1')).toThrow('--port takes a number from 0 to 65535')
      expect(() => read('--link-host', '--port')).toThrow('--link-host takes an IP address')
      expect(() => read('--no-open=yes')).toThrow('--no-open takes no value')
      expect(read('--vault=-x').vault).toBe(join(process.cwd(), '-x'))
    }
  })

  it('[B41] the browser host says so in one sentence, and ends', () => {
    const host = fileURLToPath(new URL('../../out/main/browser-host.js', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [host, '--data', root, '--bogus'], {
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      'Twofold could not start: --bogus is unknown; there are --vault DIR, --data DIR, --port N, --link-host ADDRESS and --no-open.\n',
    )
  })

  it('[H62] each named vault has a data folder of its own, the same however it is spelled or reached', async () => {
    await mkdir(join(root, 'real'))
    await symlink(join(root, 'real'), join(root, 'link'))
    const dataFolder = (vault: string) => strict('--vault', vault, '--data', root).dataFolder
    expect(dataFolder(join(root, 'real/x'))).toMatch(new RegExp(`^${root}/vaults/[0-9a-f]{16}$`))
    const before = dataFolder(join(root, 'link/vault'))
    expect(dataFolder(`${root}/real/../real/vault/`)).toBe(before)
    expect(dataFolder(join(root, 'real/vault2'))).not.toBe(before)
    await mkdir(join(root, 'real/vault'))
    expect(dataFolder(join(root, 'link/vault'))).toBe(before)
    expect(dataFolder(join(root, 'real/vault'))).toBe(before)
  })
})
