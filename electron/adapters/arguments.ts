import { createHash } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { isIP } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from './host-folders'
import { inviteAmong } from './invite-link'

export interface HostArguments {
  /** The vault that `--vault` names; null for the one of the preferences. */
  readonly vault: string | null
  /** Where preferences and the window's profile lie: one folder per vault that was named, so that each runs once. */
  readonly dataFolder: string
  readonly port: number
  readonly open: boolean
  /** The address of this machine on which the partner's device is listened to; null for all of them. */
  readonly linkHost: string | null
  /** An invite to the shared journal that was opened as a link, as `twofold://invite#…`; not parsed. */
  readonly invite: string | null
}

/**
 * Reads `--vault DIR`, `--data DIR`, `--port N`, `--no-open`, `--link-host ADDRESS` and one `twofold://invite#…`; an
 * unknown argument throws, for a mistyped folder must not open another vault. `lenient` ignores what Chromium's own
 * switches add to Electron's arguments.
 */
export function readArguments(argv: readonly string[], { lenient }: { lenient: boolean }): HostArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: !lenient,
    allowPositionals: true,
    options: {
      vault: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      'link-host': { type: 'string' },
    },
  })
  const vault = folderOf(values.vault)
  const base = folderOf(values.data) ?? defaultDataFolder(process.env, process.platform)
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError('--port takes a number from 0 to 65535')
  return {
    vault,
    dataFolder: vault ? join(base, 'vaults', nameOf(vault)) : base,
    port,
    open: !values['no-open'],
    linkHost: addressOf(values['link-host']),
    invite: inviteOf(positionals, lenient),
  }
}

function addressOf(value: string | boolean | undefined): string | null {
  if (value === undefined) return null
  // A name would be looked up elsewhere, and an empty one would mean all addresses.
  if (typeof value !== 'string' || isIP(value) === 0) throw new RangeError('--link-host takes an IP address')
  return value
}

function inviteOf(positionals: readonly string[], lenient: boolean): string | null {
  const invite = inviteAmong(positionals)
  if (!lenient && positionals.length > (invite === null ? 0 : 1)) {
    throw new RangeError('beside the switches one twofold://invite# link is taken')
  }
  return invite
}

function folderOf(value: string | boolean | undefined): string | null {
  if (value === undefined) return null
  // An unset variable of a script, say: the current folder is not what was meant.
  if (typeof value !== 'string' || value === '') throw new RangeError('--vault and --data take a folder')
  return resolve(value)
}

function nameOf(vault: string): string {
  return createHash('sha256').update(realPath(vault)).digest('hex').slice(0, 16)
}

/** The path without links as far as it exists: it stays the same when the rest of it is made. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path))
}
