import { promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

/**
 * Lets the folder of a packaged app be read as Electron reads one out of its archive (lib/node/asar-fs-wrapper.ts): asked
 * for all below it and for their types at once, it takes each folder for a file and never looks into it.
 */
export function readAsArchive(folder: string): void {
  const { readdir } = promises
  const readInArchive = async (path: string, options: { recursive?: boolean; withFileTypes?: boolean } = {}) => {
    if (!options?.recursive || !options.withFileTypes || !path.startsWith(folder))
      return readdir(path, options as never)
    const items = await readdir(path, { withFileTypes: true })
    return items.map(({ name }) => ({ name, parentPath: path, path: join(path, name), isFile: () => true }))
  }
  Object.assign(promises, { readdir: readInArchive })
  syncBuiltinESMExports()
}
