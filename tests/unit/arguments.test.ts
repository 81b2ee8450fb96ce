import { mkdir, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
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
    expect(strict()).toEqual({ vault: null, dataFolder, port: 0, open: true })
    expect(dataFolder.startsWith(homedir()) || process.env['XDG_DATA_HOME'] !== undefined).toBe(true)
  })

  it('[H60] a vault, a data folder, a port and the wish for no window are taken', () => {
    expect(strict('--vault', 'here', '--data', root, '--port', '8123', '--no-open')).toMatchObject({
      vault: join(process.cwd(), 'here'),
      port: 8123,
      open: false,
    })
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
