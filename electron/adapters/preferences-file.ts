import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { preferences as preferencesSchema } from '../../shared/contract'
import { AppError } from '../../shared/failure'
import type { HostPreferences, PreferencesFile } from '../core/host/kept-preferences'
import { largestZoom, smallestZoom } from '../core/host/zoom'
import { replaceFile } from '../core/vault/replace-file'
import { diskFiles } from './disk-files'
import { systemRandomness } from './system-randomness'

const tools = { files: diskFiles, randomness: systemRandomness }
// A theme of a newer version must not make the vault's place unknown.
const stored = z.object({
  theme: preferencesSchema.shape.theme.optional().catch(undefined),
  folder: z.string().min(1).optional().catch(undefined),
  zoom: z.number().min(smallestZoom).max(largestZoom).optional().catch(undefined),
})

/** The preferences of one data folder, in `preferences.json`; `fixedFolder` is the vault that the arguments name. */
export function createPreferencesFile(options: { dataFolder: string; fixedFolder: string | null }): PreferencesFile {
  const file = join(options.dataFolder, 'preferences.json')
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 })
  return {
    read() {
      const defaults: HostPreferences = { theme: 'system', folder: join(options.dataFolder, 'vault') }
      const found = { ...defaults, ...readStored(file) }
      return options.fixedFolder ? { ...found, folder: options.fixedFolder } : found
    },
    write: (preferences) => replaceFile(tools, file, Buffer.from(`${JSON.stringify(preferences, null, 2)}\n`)),
  }
}

function readStored(file: string): Partial<HostPreferences> {
  const text = textOf(file)
  try {
    const { theme, folder, zoom } = stored.parse(JSON.parse(text))
    return { ...(theme && { theme }), ...(folder && { folder }), ...(zoom && { zoom }) }
  } catch {
    return {}
  }
}

/** What a disk can't read just now is still there: taken for absent, the next change would forget where the vault is. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return ''
    throw new AppError({ code: 'disk-failed' }, { cause: error })
  }
}
