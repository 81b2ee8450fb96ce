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

/** The switches that there are, and what each takes. */
const switches = {
  vault: { type: 'string', takes: 'a folder', sign: 'DIR' },
  data: { type: 'string', takes: 'a folder', sign: 'DIR' },
  port: { type: 'string', takes: 'a number from 0 to 65535', sign: 'N' },
  'link-host': { type: 'string', takes: 'an IP address', sign: 'ADDRESS' },
  'no-open': { type: 'boolean', takes: 'no value', sign: '' },
} as const
const isSwitch = (name: string): name is keyof typeof switches => Object.hasOwn(switches, name)
const known = Object.entries(switches).map(([name, { sign }]) => `--${name} ${sign}`.trim())

/**
 * Reads `--vault DIR`, `--data DIR`, `--port N`, `--no-open`, `--link-host ADDRESS` and one `twofold://invite#…`. What
 * isn't as it must be throws a RangeError that says so in half a sentence, for a mistyped folder must not open another
 * vault. `lenient` ignores what Chromium's own switches add to Electron's arguments.
 */
export function readArguments(argv: readonly string[], { lenient }: { lenient: boolean }): HostArguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: switches,
  })
  for (const token of tokens) if (token.kind === 'option') refuseAmiss(token, lenient)
  const vault = folderOf(values.vault)
  const base = folderOf(values.data) ?? defaultDataFolder(process.env, process.platform)
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port takes ${switches.port.takes}`)
  return {
    vault,
    dataFolder: vault ? join(base, 'vaults', nameOf(vault)) : base,
    port,
    open: !values['no-open'],
    linkHost: addressOf(values['link-host']),
    invite: inviteOf(positionals, lenient),
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function refuseAmiss({ name, rawName, value, inlineValue }: OptionToken, lenient: boolean): void {
  if (!isSwitch(name) || rawName !== `--${name}`) {
    if (lenient) return
    throw new RangeError(`${rawName} is unknown; there are ${known.slice(0, -1).join(', ')} and ${known.at(-1)}`)
  }
  const { type, takes } = switches[name]
  // A switch in a value's place: the value was forgotten.
  const hasValue = value !== undefined && (inlineValue === true || !value.startsWith('-'))
  if (hasValue !== (type === 'string')) throw new RangeError(`${rawName} takes ${takes}`)
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
