import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createHostFolders, defaultDataFolder } from '../../electron/adapters/host-folders'
import { reportFolder } from '../../electron/core/host/folders'
import { lookForVault } from '../../electron/core/vault/look'
import { failureCode, makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

const folders = createHostFolders((folder) => lookForVault(diskFiles, folder))
let root = ''
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(() => removeFolder(root))

async function syncedBy(path: string): Promise<string | null> {
  const folder = join(root, path)
  await mkdir(folder, { recursive: true })
  return (await reportFolder(folders, folder)).syncedBy
}

describe('what a folder holds', () => {
  it('[H40] a folder that is absent or empty holds nothing, one with files other files, one with a vault a vault', async () => {
    const holds = async (name: string) => (await reportFolder(folders, join(root, name))).holds
    await mkdir(join(root, 'empty'))
    await mkdir(join(root, 'full'))
    await writeFile(join(root, 'full', 'letter.txt'), '')
    const { vault } = await vaultsFor().create({ folder: join(root, 'vault'), passphrase: 'ana by the lake' })
    await vault.close()
    await mkdir(join(root, 'broken'))
    await writeFile(join(root, 'broken', 'vault.json'), 'not a header')
    expect(await Promise.all(['absent', 'empty', 'full', 'vault', 'broken'].map(holds))).toEqual([
      'nothing',
      'nothing',
      'other-files',
      'vault',
      'vault',
    ])
  })

  it('[H40] a file where a folder is due can’t be used, and is said so', async () => {
    await writeFile(join(root, 'letter.txt'), '')
    expect(await failureCode(reportFolder(folders, join(root, 'letter.txt')))).toBe('folder-unwritable')
  })

  it('[H41] a path is told whole, a leading tilde as the home', async () => {
    expect(folders.resolve('~/journal')).toBe(join(homedir(), 'journal'))
    expect(folders.resolve('~')).toBe(homedir())
    expect(folders.resolve(`${root}/a/../b/`)).toBe(join(root, 'b'))
    expect(folders.resolve('/~ana/journal')).toBe('/~ana/journal')
    expect((await reportFolder(folders, `${root}/x/..`)).folder).toBe(root)
  })
})

describe('what carries a folder elsewhere', () => {
  it.each([
    ['Dropbox/vault', 'Dropbox'],
    ['Dropbox (Personal)', 'Dropbox'],
    ['OneDrive/Documents/vault', 'OneDrive'],
    ['OneDrive - Example/vault', 'OneDrive'],
    ['Library/CloudStorage/OneDrive-Personal/vault', 'OneDrive'],
    ['Library/Mobile Documents/com~apple~CloudDocs/vault', 'iCloud Drive'],
    ['iCloudDrive/vault', 'iCloud Drive'],
    ['Library/CloudStorage/GoogleDrive-ana@example.org/My Drive', 'Google Drive'],
    ['Nextcloud/vault', 'Nextcloud'],
    ['ownCloud/vault', 'Nextcloud'],
    ['MEGA/vault', 'MEGA'],
    ['pCloudDrive/vault', 'pCloud'],
    ['Box Sync/vault', 'Box'],
    ['Proton Drive/vault', 'Proton Drive'],
    ['Syncthing/vault', 'Syncthing'],
  ])('[H42] %s is carried by %s, as its name says', async (path, service) => {
    expect(await syncedBy(path)).toBe(service)
  })

  it.each([
    ['.stfolder', 'Syncthing'],
    ['.dropbox.cache', 'Dropbox'],
    ['.sync_4f0a1b2c3d4e.db', 'Nextcloud'],
    ['._sync_4f0a1b2c3d4e.db', 'Nextcloud'],
    ['.owncloudsync.log', 'Nextcloud'],
    ['.nextcloudsync.log', 'Nextcloud'],
    ['.tmp.driveupload', 'Google Drive'],
  ])('[H43] a folder below one that holds %s is carried by %s, whatever it is called', async (mark, service) => {
    expect(await syncedBy('ours/vault')).toBe(null)
    await writeFile(join(root, 'ours', mark), '')
    expect(await syncedBy('ours/vault')).toBe(service)
  })

  it.each(['journal/vault', 'my dropbox', 'sandbox/vault', 'Onedriver', 'megaphone'])(
    '[H44] %s is carried by nothing',
    async (path) => {
      expect(await syncedBy(path)).toBe(null)
    },
  )

  it('[H44] a home in which Dropbox is installed is not carried by it', async () => {
    expect(await syncedBy('home/journal')).toBe(null)
    await mkdir(join(root, 'home', '.dropbox'))
    expect(await syncedBy('home/journal')).toBe(null)
  })

  it('[H44] a folder that does not exist yet is judged by those above it', async () => {
    await mkdir(join(root, 'Dropbox'))
    expect((await reportFolder(folders, join(root, 'Dropbox/a/b/c'))).syncedBy).toBe('Dropbox')
  })
})

describe('where what is no vault lies', () => {
  it.each([
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/twofold'],
    ['linux', {}, join(homedir(), '.local/share/twofold')],
    ['darwin', {}, join(homedir(), 'Library/Application Support/Twofold')],
    ['win32', { APPDATA: '/Roaming' }, '/Roaming/Twofold'],
  ] as const)('[H45] on %s with %j it is %s', (platform, env, folder) => {
    expect(defaultDataFolder(env, platform)).toBe(folder)
  })
})
