import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Files } from '../../electron/core/ports'
import { failureCode, makeFolder, removeFolder } from '../support/vault-folder'

const bytes = Uint8Array.of(1, 2, 3)

async function put(files: Files, path: string, content: Uint8Array): Promise<void> {
  const file = await files.create(path)
  await file.append(content)
  await file.close()
}

/** Sets up a folder of the test's own on a real disk. */
function useFolder(): (path: string) => string {
  let root = ''
  beforeEach(async () => {
    root = await makeFolder()
  })
  afterEach(() => removeFolder(root))
  return (path) => join(root, path)
}

/** What everything that stands for files promises; `name` says which one is tried, and `rootOf` where it may be. */
export function describeFiles(name: string, files: Files, rootOf?: (path: string) => string): void {
  describe(`the files port: ${name}`, () => {
    const at = rootOf ?? useFolder()

    it('[F22] gives what was appended, in order, and null for what is not there', async () => {
      await files.makeFolder(at('f22'))
      const file = await files.create(at('f22/one'))
      expect(await files.read(at('f22/one'), 10)).toEqual(new Uint8Array(0))
      await file.append(bytes)
      await file.append(bytes)
      await file.close()
      for (const options of [undefined, { isDurable: true }]) {
        expect(await files.read(at('f22/one'), 6, options)).toEqual(Uint8Array.of(1, 2, 3, 1, 2, 3))
        expect(await files.read(at('f22/absent'), 10, options)).toBe(null)
      }
      expect(await files.list(at('f22/absent'))).toBe(null)
      expect(await files.list(at('f22'))).toEqual(['one'])
    })

    it('[F23] refuses a name that is taken, and leaves what bears it as it is', async () => {
      await files.makeFolder(at('f23'))
      await put(files, at('f23/one'), bytes)
      for (const options of [undefined, { isTemporary: true }]) {
        expect(await failureCode(files.create(at('f23/one'), options))).toBe('vault-in-use')
        expect(await failureCode(files.create(at('f23/absent/one'), options))).toBe('folder-missing')
      }
      expect(await files.read(at('f23/one'), 3)).toEqual(bytes)
    })

    it('[F24] never reads more than it is told to', async () => {
      await files.makeFolder(at('f24'))
      await put(files, at('f24/one'), bytes)
      expect(await failureCode(files.read(at('f24/one'), 2))).toBe('vault-damaged')
    })

    it('[F25] makes a folder with those above it, and leaves one that is there', async () => {
      await files.makeFolder(at('a/b/c'))
      await put(files, at('a/b/c/one'), bytes)
      await files.makeFolder(at('a/b/c'))
      expect(await files.list(at('a/b'))).toEqual(['c'])
      expect(await files.list(at('a/b/c'))).toEqual(['one'])
    })

    it('[F26] moves over what is there, and removes files, folders and nothing', async () => {
      await files.makeFolder(at('f26'))
      await put(files, at('f26/one'), bytes)
      await put(files, at('f26/two'), Uint8Array.of(9))
      await files.move(at('f26/one'), at('f26/two'))
      expect(await files.read(at('f26/two'), 3)).toEqual(bytes)
      expect(await files.list(at('f26'))).toEqual(['two'])
      expect(await failureCode(files.move(at('f26/absent'), at('f26/two')))).toBe('folder-missing')
      await files.makeFolder(at('f26/folder/inner'))
      for (const path of ['f26/two', 'f26/folder', 'f26/absent']) await files.remove(at(path))
      expect(await files.list(at('f26'))).toEqual([])
      await files.makeFolder(at('f26/folder/inner'))
      const durably = { isDurable: true }
      for (const path of ['f26/folder', 'f26/absent', 'f26/absent/inner']) await files.remove(at(path), durably)
      expect(await files.list(at('f26'))).toEqual([])
    })
  })
}

/** What a real disk promises beside: no link is followed, and nobody else may look in. */
export function describeDisk(name: string, files: Files): void {
  describe(`the files port: ${name}`, () => {
    const at = useFolder()

    it('[F24] never reads more than it is told to, nor a link, nor anything but a file', async () => {
      await writeFile(at('one'), bytes)
      await symlink(at('one'), at('link'))
      await mkdir(at('folder'))
      for (const path of ['link', 'folder']) expect(await failureCode(files.read(at(path), 10))).toBe('vault-damaged')
      expect(await failureCode(files.read(at('one'), 2))).toBe('vault-damaged')
      expect(await failureCode(files.create(at('link')))).toBe('vault-in-use')
    })

    it('[F25] makes folders and files of the owner alone, with those above them', async () => {
      await files.makeFolder(at('a/b/c'))
      await files.makeFolder(at('a/b/c'))
      await (await files.create(at('a/b/c/one'))).close()
      const modes = await Promise.all(
        ['a', 'a/b/c', 'a/b/c/one'].map(async (path) => (await stat(at(path))).mode & 0o777),
      )
      expect(modes).toEqual([0o700, 0o700, 0o600])
      await symlink(at('a'), at('link'))
      expect(await failureCode(files.makeFolder(at('link')))).toBe('vault-damaged')
    })
  })
}
