import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp } from '../support/electron-stand-in/drive'
import { makeFolder, removeFolder } from '../support/vault-folder'

const project = resolve(import.meta.dirname, '../..')
const sentence = 'Twofold can’t start here: what seals your journal (libsodium) can’t be loaded.'

let root = ''
beforeEach(async () => {
  root = await makeFolder()
  await copyWithoutLibsodium(join(root, 'app'))
})
afterEach(() => removeFolder(root))

/** The built app as it is on a system for which sodium-native has no build. */
async function copyWithoutLibsodium(app: string): Promise<void> {
  await mkdir(join(app, 'node_modules'), { recursive: true })
  await cp(join(project, 'out'), join(app, 'out'), { recursive: true })
  await cp(join(project, 'package.json'), join(app, 'package.json'))
  for (const name of await readdir(join(project, 'node_modules'))) {
    if (name !== 'sodium-native') await symlink(join(project, 'node_modules', name), join(app, 'node_modules', name))
  }
  const native = join(app, 'node_modules/sodium-native')
  await cp(join(project, 'node_modules/sodium-native'), native, { recursive: true })
  await rm(join(native, 'prebuilds'), { recursive: true })
}

it('[E300] where libsodium can’t be loaded the app says so in a box before anything else, and ends', async () => {
  const app = await startApp(['--data', join(root, 'data')], { folder: join(root, 'app') })
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain(`A box says: Twofold: ${sentence}`)
  expect(app.complaint()).not.toContain('Error')
  expect(await readdir(root)).toEqual(['app'])
})

it('[B43] where libsodium can’t be loaded the browser host says so before anything else, and ends', async () => {
  const host = join(root, 'app/out/main/browser-host.js')
  const ended = promisify(execFile)(process.execPath, [host, '--data', join(root, 'data'), '--no-open'])
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Twofold can’t.*\n$/u),
  })
  await expect(ended).rejects.toHaveProperty('stderr', expect.stringContaining(sentence))
  expect(await readdir(root)).toEqual(['app'])
})
