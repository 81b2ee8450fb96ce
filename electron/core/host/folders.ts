import type { FolderReport } from '../../../shared/contract'
import type { Failure } from '../../../shared/failure'

/** What can be said of a folder without opening a vault in it. */
export interface Folders {
  /** The absolute path that a person's words mean (a leading `~` is their home). */
  resolve(folder: string): string
  /** The names in the folder; empty where it doesn't exist; fails with `folder-unwritable` where it can't be read. */
  names(folder: string): Promise<string[]>
  /** Null where the folder holds no vault; its failure where it holds one that can't be opened. */
  vault(folder: string): Promise<{ failure: Failure | null } | null>
  /** Every ancestor of the folder, the folder first. */
  ancestors(folder: string): string[]
}

/** Folder names that a syncing service gives its own folder. */
const servicesByName: readonly (readonly [RegExp, string])[] = [
  [/^dropbox( \(.+\)|-.+)?$/i, 'Dropbox'],
  [/^onedrive( ?- ?.+)?$/i, 'OneDrive'],
  [/^(mobile documents|icloud ?drive|icloud~.+)$/i, 'iCloud Drive'],
  [/^(google drive|googledrive|my drive|googledrive-.+)$/i, 'Google Drive'],
  [/^(nextcloud|owncloud)$/i, 'Nextcloud'],
  [/^(mega|megasync)$/i, 'MEGA'],
  [/^(pcloud ?drive|pclouddrive)$/i, 'pCloud'],
  [/^(box|box sync|box-box)$/i, 'Box'],
  [/^(proton drive|protondrive-.+)$/i, 'Proton Drive'],
  [/^syncthing$/i, 'Syncthing'],
]

/** Marks that a syncing service leaves in the folder it carries, whatever that is called. */
const servicesByMark: readonly (readonly [RegExp, string])[] = [
  [/^\.stfolder$/, 'Syncthing'],
  // `.dropbox` alone is in every home in which Dropbox is installed, whatever it carries.
  [/^\.dropbox\.cache$/, 'Dropbox'],
  [/^\.(_?sync_[0-9a-f]+\.db|(owncloud|nextcloud)sync\.log)$/, 'Nextcloud'],
  [/^\.tmp\.driveupload$/, 'Google Drive'],
]

const find = (list: readonly (readonly [RegExp, string])[], name: string) =>
  list.find(([mark]) => mark.test(name))?.[1] ?? null

/** Says what a folder holds and whether, as far as names and marks tell, something carries it elsewhere. */
export async function reportFolder(folders: Folders, wanted: string): Promise<FolderReport> {
  const folder = folders.resolve(wanted)
  const names = await folders.names(folder)
  const vault = await folders.vault(folder)
  const holds = vault ? 'vault' : names.length > 0 ? 'other-files' : 'nothing'
  return { folder, holds, syncedBy: await syncedBy(folders, folder) }
}

async function syncedBy(folders: Folders, folder: string): Promise<string | null> {
  for (const place of folders.ancestors(folder)) {
    const byName = find(servicesByName, place.split(/[\\/]/).at(-1) ?? '')
    if (byName) return byName
    const names = await folders.names(place).catch(() => [])
    const byMark = names.map((name) => find(servicesByMark, name)).find(Boolean)
    if (byMark) return byMark
  }
  return null
}
