import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeFolder, removeFolder } from '../support/vault-folder'

const project = resolve(import.meta.dirname, '../..')

let root = ''
beforeEach(async () => {
  root = await makeFolder()
  await mkdir(join(root, "Ana's"))
})
afterEach(() => removeFolder(root))

/** An executable that notes how it was started, says this, and ends so. */
async function makeElectron(line: string, end: string): Promise<string> {
  const path = join(root, "Ana's", 'electron')
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" "$ELECTRON_DISABLE_SANDBOX" > '${root}/started'\necho '${line}' >&2\n${end}\n`
  await writeFile(path, script, { mode: 0o755 })
  return path
}

/** Opens the built app as `npm start` does, with this Electron, as this user; ended once a browser host has opened it. */
async function open(electron: string, uid: number) {
  const args = ['--vault', join(root, 'vault'), '--data', join(root, 'data'), '--link-host', '127.0.0.1', '--no-open']
  const script = `
    process.getuid = () => ${uid}
    const { openBuiltApp } = await import('./scripts/open-app.ts')
    process.exitCode = await openBuiltApp(${JSON.stringify({ electron, args })})`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_DISABLE_SANDBOX: '1' },
  })
  let said = ''
  child.stderr.on('data', (piece) => (said += String(piece)))
  let opened = false
  child.stdout.on('data', (piece) => {
    opened ||= String(piece).includes('"address"')
    if (opened) child.kill('SIGTERM')
  })
  const [code] = (await once(child, 'close')) as [number]
  return { opened, said, code, started: await readFile(join(root, 'started'), 'utf8'), args }
}

// As in electron/electron issue 42510, of a 2026 build and of an older one; the last is electron_main_delegate.cc's.
const helperLine =
  '[132603:0822/194610.010414:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly.'
const noneLine =
  'FATAL:content/browser/zygote_host/zygote_host_impl_linux.cc:128] No usable sandbox! If you are on Ubuntu'
const rootLine =
  '[9:1130/101010.101010:FATAL:electron_main_delegate.cc(292)] Running as root without --no-sandbox is not'

it.each([
  [helperLine, 'kill -TRAP $$', 1000],
  [noneLine, 'kill -ABRT $$', 1000],
  [rootLine, 'exit 133', 0],
] as const)(
  '[E280] where Electron ends for want of a sandbox the browser host opens, and one sentence says what to do: %s',
  async (line, end, uid) => {
    const electron = await makeElectron(line, end)
    const { opened, said, code, started, args } = await open(electron, uid)
    expect([opened, code]).toEqual([true, 143])
    expect(said).toContain(line)
    const helper = `'${root}/Ana'\\''s/chrome-sandbox'`
    const advice = uid
      ? `: to have Electron, give its helper to root by: sudo chown root:root ${helper} && sudo chmod 4755 ${helper}\n`
      : ': start it as another user to have Electron.\n'
    expect(said).toContain(`so Twofold opens in a browser’s window${advice}`)
    expect(started).toBe(`${[project, ...args].join('\n')}\n\n`)
  },
)

it.each([
  ['[9:1130/101010.101010:ERROR:sandbox_linux.cc(376)] InitializeSandbox() called with multiple threads', 'exit 3', 3],
  ['[9:1130/101010.101010:FATAL:gpu_data_manager_impl_private.cc(415)] GPU process is not usable', 'kill -TRAP $$', 1],
  [helperLine, 'exit 0', 0],
] as const)('[E281] any other end of Electron is the end, with its code: %s', async (line, end, code) => {
  const result = await open(await makeElectron(line, end), 1000)
  expect(result).toMatchObject({ opened: false, code })
  expect(result.said).not.toContain('Twofold opens')
})
