import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Saving } from '../../shared/contract'
import type { PartnerStatus } from '../../shared/partner'
import {
  allHeld,
  bodiesIn,
  coupleIn,
  goOn,
  hasWords,
  heldBy,
  makeCoupleIn,
  meet,
  passphrase,
  saved,
  write,
} from '../support/cut-couple'
import { type CutHome, openCutHome } from '../support/cut-home'
import { createFaultyFiles, type FileOperation } from '../support/faulty-files'
import { idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

const writes: readonly FileOperation[] = ['create', 'append', 'move']

let root = ''
let open: CutHome[] = []
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((home) => home.stop()))
  await removeFolder(root)
})

const failing = (home: CutHome, code: string | null) =>
  home.until<PartnerStatus>('partner.changed', () => {
    const last = home.signals.findLast(([name]) => name === 'partner.changed')?.[1] as PartnerStatus
    return (last.link.failure?.code ?? null) === code
  })

for (const code of ['disk-full', 'disk-failed'] as const) {
  it(`[I53] a disk that is ${code} while files come in is named, has nothing said to be stored, and all comes after`, async () => {
    const vaults = join(root, 'vaults')
    await makeCoupleIn(vaults, async (ana, ben) => {
      await write(ana, 1, 'one')
      await hasWords(ben, 1, 'one')
    })
    const faulty = createFaultyFiles(diskFiles)
    const [ana] = coupleIn(vaults)
    const ben = openCutHome({ name: 'ben', vault: join(vaults, 'ben'), passphrase }, faulty.files)
    open = [ana, ben]
    await meet(ana, ben)

    faulty.plan((operation, path) =>
      path.includes('/mirror/') && writes.includes(operation) ? { failure: { code }, leaves: 'half' } : null,
    )
    await write(ana, 2, 'two')
    await saved(ana)
    await failing(ben, code)
    await goOn(ana, 1, ' and more')
    await saved(ana)
    await write(ben, 3, 'three')
    await ben.until<Saving>('journal.saving', ({ failure }) => failure?.code === code)
    // What was on the screen stays there, and nobody is told otherwise.
    expect(await bodiesIn(ben)).toEqual({ [idOf(1)]: 'one', [idOf(3)]: 'three' })
    expect(new Set(heldBy(ana))).toEqual(new Set([idOf(1), idOf(2)]))
    expect(heldBy(ben)).toEqual([idOf(3)])

    faulty.plan(() => null)
    await Promise.all([hasWords(ben, 1, 'one and more'), hasWords(ben, 2, 'two'), hasWords(ana, 3, 'three')])
    await Promise.all([failing(ben, null), allHeld(ana), allHeld(ben), saved(ben)])
    await Promise.all([ana, ben].map((home) => home.stop()))
    await meet(ana, ben)
    await hasWords(ben, 2, 'two')
    expect(await bodiesIn(ben)).toEqual({ [idOf(1)]: 'one and more', [idOf(2)]: 'two', [idOf(3)]: 'three' })
  })
}
