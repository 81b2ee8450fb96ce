import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Files } from '../../electron/core/ports'
import { failureCode, makeFolder, removeFolder } from '../support/vault-folder'

/** What every files adapter promises; `name` says which one is tried. */
export function describeFiles(name: string, files: Files): void {
  let root = ''
  const at = (path: string) => join(root, path)
  const bytes = Uint8Array.of(1, 2, 3)
  beforeEach(async () => {
    root = await makeFolder()
  })
  afterEach(() => removeFolder(root))

  describe(`the files port: ${name}`, () => {
    it('[F22] gives what was appended, in order, and null for what is not there', async () => {
      const file = await files.create(at('one'))
      expect(await files.read(at('one'), 10)).toEqual(new Uint8Array(0))
      await file.append(bytes)
      await file.append(bytes)
      await file.close()
      expect(await files.read(at('one'), 6)).toEqual(Uint8Array.of(1, 2, 3, 1, 2, 3))
      expect(await files.read(at('absent'), 10)).toBe(null)
      expect(await files.list(at('absent'))).toBe(null)
      expect(await files.list(root)).toEqual(['one'])
    })

    it('[F23] refuses a name that is taken, and leaves what bears it as it is', async () => {
      await writeFile(at('one'), bytes)
      expect(await failureCode(files.create(at('one')))).toBe('vault-in-use')
      expect(await failureCode(files.create(at('absent/one')))).toBe('folder-missing')
      expect(await files.read(at('one'), 3)).toEqual(bytes)
    })

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

    it('[F26] moves over what is there, and removes files, folders and nothing', async () => {
      await writeFile(at('one'), bytes)
      await writeFile(at('two'), 'old')
      await files.move(at('one'), at('two'))
      expect(Uint8Array.from(await readFile(at('two')))).toEqual(bytes)
      expect(await files.list(root)).toEqual(['two'])
      expect(await failureCode(files.move(at('absent'), at('two')))).toBe('folder-missing')
      await files.makeFolder(at('folder/inner'))
      for (const path of ['two', 'folder', 'absent']) await files.remove(at(path))
      expect(await files.list(root)).toEqual([])
    })
  })
}
