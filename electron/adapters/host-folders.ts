import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AppError, type Failure } from '../../shared/failure'
import type { Folders } from '../core/host/folders'

/** Folders of the real disk; `look` says whether a vault lies in one. */
export function createHostFolders(look: (folder: string) => Promise<{ failure: Failure | null } | null>): Folders {
  return {
    resolve: (folder) => resolve(folder.replace(/^~(?=$|[\\/])/, homedir())),
    async names(folder) {
      try {
        return await readdir(folder)
      } catch (error) {
        if (isMissing(error)) return []
        throw new AppError({ code: 'folder-unwritable', folder }, { cause: error })
      }
    },
    vault: look,
    ancestors(folder) {
      const all = [folder]
      for (let at = folder; dirname(at) !== at; at = dirname(at)) all.push(dirname(at))
      return all
    },
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Where the app keeps what is no vault: preferences and the window's profile. Per user, or as the arguments say. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? homedir(), 'Twofold')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Twofold')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'twofold')
}
