import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Files } from '../../electron/core/ports'
import { AppError } from '../../shared/failure'
import { bodyAt, makeCoupleIn, passphrase, unlockAlone, write } from '../support/cut-couple'
import { type CutHome, openCutHome } from '../support/cut-home'
import { entryOf, idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let isBroken = false
let ana: CutHome
/** A disk that can't read what lies in the mirror, while it is broken. */
const files: Files = {
  ...diskFiles,
  read: (path, ...rest) =>
    isBroken && path.includes('/mirror/')
      ? Promise.reject(new AppError({ code: 'disk-failed' }))
      : diskFiles.read(path, ...rest),
}

beforeEach(async () => {
  root = await makeFolder()
  await makeCoupleIn(root, (first) => write(first, 1, 'one').then(() => {}))
  ana = openCutHome({ name: 'ana', vault: join(root, 'ana'), passphrase }, files)
  isBroken = true
})
afterEach(async () => {
  await ana.stop()
  await removeFolder(root)
})

it('[I190] a journal that cannot be read just now is never replaced by another, and is there when it can', async () => {
  await unlockAlone(ana)
  await ana.call('journal.add', { entry: entryOf(2, { body: 'mine' }), journal: 'private' })
  await expect(ana.call('shared.share', { id: idOf(2) })).rejects.toThrow('disk-failed')
  await expect(ana.call('partner.invite')).rejects.toThrow('already-paired')
  await expect(ana.call('partner.unpair')).rejects.toThrow('disk-failed')
  isBroken = false
  await ana.call('shared.share', { id: idOf(2) })
  expect(await bodyAt(ana, 1)).toBe('one')
  await ana.stop()
  await unlockAlone(ana)
  expect(await bodyAt(ana, 1)).toBe('one')
  expect(await ana.call('partner.status')).toMatchObject({ partner: { name: 'ben' } })
})
