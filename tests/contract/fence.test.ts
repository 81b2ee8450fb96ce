import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { socketFence } from '../../electron/adapters/vault-fence'
import { failureCode, makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
beforeEach(async () => {
  root = await makeFolder()
  for (const name of ['one', 'other']) await mkdir(join(root, name))
})
afterEach(() => removeFolder(root))

// That a process which dies lets go as well is F11.
describe('the fence port', () => {
  it('[F112] keeps everyone else out of the folder until it is let go, by whatever path they come', async () => {
    const letGo = await socketFence.hold(join(root, 'one'))
    await symlink(join(root, 'one'), join(root, 'link'))
    for (const path of ['one', 'link', 'other/../one']) {
      expect(await failureCode(socketFence.hold(join(root, path))), path).toBe('vault-in-use')
    }
    const letOtherGo = await socketFence.hold(join(root, 'other'))
    await letGo()
    const letAgainGo = await socketFence.hold(join(root, 'link'))
    expect(await failureCode(socketFence.hold(join(root, 'one')))).toBe('vault-in-use')
    await Promise.all([letOtherGo(), letAgainGo()])
  })

  it('[F112] lets in one of many who come at once', async () => {
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => socketFence.hold(join(root, 'one'))))
    const held = all.filter((each) => each.status === 'fulfilled')
    expect(held).toHaveLength(1)
    await held[0]?.value()
  })
})
