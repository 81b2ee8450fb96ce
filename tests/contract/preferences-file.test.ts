import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPreferencesFile } from '../../electron/adapters/preferences-file'
import { AppError } from '../../shared/failure'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let dataFolder = ''
beforeEach(async () => {
  root = await makeFolder()
  dataFolder = join(root, 'made/here')
})
afterEach(() => removeFolder(root))

const open = (fixedFolder: string | null = null) => createPreferencesFile({ dataFolder, fixedFolder })
const mode = async (path: string) => (await stat(path)).mode & 0o777

describe('the preferences file', () => {
  it('[H65] without a file the theme is the system’s and the vault lies in the data folder', () => {
    expect(open().read()).toEqual({ theme: 'system', folder: join(dataFolder, 'vault') })
  })

  it('[H65] what is written is read again, and only the owner can read it', async () => {
    await open().write({ theme: 'dark', folder: '/ana/journal' })
    await open().write({ theme: 'light', folder: '/ana/journal' })
    expect(open().read()).toEqual({ theme: 'light', folder: '/ana/journal' })
    expect(await mode(join(dataFolder, 'preferences.json'))).toBe(0o600)
    expect(await mode(dataFolder)).toBe(0o700)
    expect(await readdir(dataFolder)).toEqual(['preferences.json'])
  })

  it('[H65] the vault that the arguments name goes before the one that was kept', async () => {
    await open().write({ theme: 'dark', folder: '/ana/journal' })
    expect(open('/named').read()).toEqual({ theme: 'dark', folder: '/named' })
  })

  it.each(['', '{', 'null', '[]', '5', '{"theme":5,"folder":7}', '{"folder":""}', '\0\0\0'])(
    '[H66] a damaged file (%j) counts as absent',
    async (text) => {
      const preferences = open()
      await writeFile(join(dataFolder, 'preferences.json'), text)
      expect(preferences.read()).toEqual({ theme: 'system', folder: join(dataFolder, 'vault') })
    },
  )

  it('[H66] one value that can’t be read does not take the others with it', async () => {
    const preferences = open()
    await writeFile(join(dataFolder, 'preferences.json'), '{"theme":"sepia","folder":"/ana/journal","new":1}')
    expect(preferences.read()).toEqual({ theme: 'system', folder: '/ana/journal' })
  })

  it.each([
    [1.25, 1.25],
    [0, undefined],
    [50, undefined],
    ['2', undefined],
    [null, undefined],
  ])('[E225] a zoom of %j is read as %j, and takes nothing else with it', async (zoom, read) => {
    const preferences = open()
    await writeFile(join(dataFolder, 'preferences.json'), JSON.stringify({ theme: 'dark', folder: '/ana', zoom }))
    expect(preferences.read()).toEqual({ theme: 'dark', folder: '/ana', ...(read && { zoom: read }) })
  })

  it('[H66] a folder in the file’s place counts as absent', async () => {
    const preferences = open()
    await mkdir(join(dataFolder, 'preferences.json'))
    expect(preferences.read().theme).toBe('system')
  })

  it('[H167] a file that can’t be read now is not taken for absent, lest the vault’s place be forgotten', async () => {
    const preferences = open()
    const file = join(dataFolder, 'preferences.json')
    // Whoever may read everything can't be refused a file, but can't follow a link that leads in a circle.
    await symlink(file, file)
    expect(() => preferences.read()).toThrow(AppError)
  })

  it('[H67] a write that fails leaves the file as it was, and nothing beside it', async () => {
    const preferences = open()
    await mkdir(join(dataFolder, 'preferences.json', 'inside'), { recursive: true })
    await expect(preferences.write({ theme: 'dark', folder: '/x' })).rejects.toThrow()
    expect(await readdir(dataFolder)).toEqual(['preferences.json'])
    await expect(readFile(join(dataFolder, 'preferences.json'))).rejects.toThrow()
  })
})
