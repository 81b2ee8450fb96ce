import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../shared/failure'
import type { AppendFile, Files } from '../core/ports'

const onWindows = process.platform === 'win32'
// Windows has neither flag; Node leaves them undefined there.
const noFollow = constants.O_NOFOLLOW ?? 0
const noWait = constants.O_NONBLOCK ?? 0
const forReading = constants.O_RDONLY | noFollow | noWait
// Windows flushes only what may be written.
const forSyncing = onWindows ? constants.O_RDWR : forReading
const forNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow
const renameTries = 10
const renameWaitMs = 20

/** The files port on the real disk. */
export const diskFiles: Files = {
  read: (path, limit, options) => unlessAbsent(path, () => readBounded(path, limit, options?.isDurable ?? false)),
  list: (folder) => unlessAbsent(folder, () => readdir(folder)),
  makeFolder: (folder) => failing(folder, () => makeDurableFolder(folder)),
  create: (path, options) => failing(path, () => create(path, options?.isTemporary ?? false)),
  move: (from, to) => failing(to, () => moveDurably(from, to)),
  remove: (path, options) => failing(path, () => remove(path, options?.isDurable ?? false)),
}

async function readBounded(path: string, limit: number, isDurable: boolean): Promise<Uint8Array> {
  const handle = await open(path, isDurable ? forSyncing : forReading)
  try {
    const { size } = await regular(handle, path)
    if (size > limit) throw new AppError({ code: 'vault-damaged', file: path })
    if (isDurable) await handle.datasync()
    if (isDurable) await syncFolder(dirname(path))
    const bytes = new Uint8Array(size)
    let at = 0
    while (at < size) {
      const { bytesRead } = await handle.read(bytes, at, size - at, at)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return bytes.subarray(0, at)
  } finally {
    await handle.close()
  }
}

async function regular(handle: FileHandle, path: string) {
  const stats = await handle.stat()
  if (!stats.isFile()) throw new AppError({ code: 'vault-damaged', file: path })
  return stats
}

async function makeDurableFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(folder) !== folder) {
      await makeDurableFolder(dirname(folder))
      return makeDurableFolder(folder)
    }
    if (codeOf(error) !== 'EEXIST') throw error
    // A link to a folder elsewhere is not a folder of ours.
    if (!(await lstat(folder)).isDirectory()) throw new AppError({ code: 'vault-damaged', file: folder })
    return
  }
  await syncFolder(dirname(folder))
}

async function create(path: string, isTemporary: boolean): Promise<AppendFile> {
  const handle = await open(path, forNew, 0o600)
  try {
    if (!isTemporary) await syncFolder(dirname(path))
  } catch (error) {
    await handle.close()
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  }
  return {
    append: (bytes) => failing(path, () => appendDurably(handle, bytes)),
    close: () => handle.close().catch(() => undefined),
  }
}

async function appendDurably(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten
  await handle.datasync()
}

async function moveDurably(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await rename(from, to)
      break
    } catch (error) {
      // On Windows a virus scanner or an indexer may hold either file for a moment.
      if (!onWindows || tries === renameTries || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, renameWaitMs * tries))
    }
  }
  await syncFolder(dirname(to))
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from))
}

async function remove(path: string, isDurable: boolean): Promise<void> {
  await rm(path, { recursive: true, force: true })
  // Where there is no folder either, nothing can come back.
  if (isDurable) await unlessAbsent(path, () => syncFolder(dirname(path)))
}

/** Windows can't flush a folder; there NTFS's journal keeps the order of names. */
async function syncFolder(folder: string): Promise<void> {
  if (onWindows) return
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What `action` gives, or null where the file or folder is absent. */
const unlessAbsent = <T>(path: string, action: () => Promise<T>): Promise<T | null> =>
  failing(path, () => action().catch((error) => (codeOf(error) === 'ENOENT' ? null : Promise.reject(error))))

async function failing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw asFailure(error, path)
  }
}

function asFailure(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError({ code: 'disk-full' }, { cause: error })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new AppError({ code: 'folder-unwritable', folder: dirname(path) }, { cause: error })
    case 'EEXIST':
      return new AppError({ code: 'vault-in-use' }, { cause: error })
    case 'ENOENT':
      return new AppError({ code: 'folder-missing', folder: dirname(path) }, { cause: error })
    case 'ELOOP':
    case 'EMLINK':
    case 'ENOTDIR':
    case 'EISDIR':
      return new AppError({ code: 'vault-damaged', file: path }, { cause: error })
    default:
      return new AppError({ code: 'disk-failed' }, { cause: error })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
