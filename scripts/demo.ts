import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from './open-app'
import { makeVault, pepysEntries, sampleEntries } from './sample-vault'

/** `npm run demo`: a vault full of a real diary, or of the project's own sample, in a folder that goes when it ends. */
const passphrase = 'quiet lantern harbour moss'
const folder = mkdtempSync(join(tmpdir(), 'twofold-demo-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const pepys = pepysEntries()
process.stdout.write(
  pepys ? 'Making a vault of the diary of Samuel Pepys, 1660 to 1669…\n' : 'Making a vault of the sample journal…\n',
)
await makeVault({
  folder: join(folder, 'vault'),
  name: pepys ? 'Samuel' : 'Ana',
  passphrase,
  entries: pepys ?? sampleEntries(),
})
process.stdout.write(`The passphrase is: ${passphrase}\n`)
process.exitCode = await openApp([
  '--vault',
  join(folder, 'vault'),
  '--data',
  join(folder, 'data'),
  '--link-host',
  '127.0.0.1',
  ...process.argv.slice(2),
])
