import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './build'
import { obtainElectron } from './electron-runtime'
import { openApp } from './open-app'
import { makeCouple } from './sample-couple'
import { pepysEntries, sampleEntries } from './sample-vault'

/**
 * `npm run demo`: Ana and Ben, already paired, each in a window of their own. Ana's private journal is a real diary of
 * ten years, or the project's own sample; both have the sample's shared entries. The folder goes when both have ended.
 */
const passphrase = 'quiet lantern harbour moss'
const folder = mkdtempSync(join(tmpdir(), 'twofold-demo-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const pepys = pepysEntries()
process.stdout.write(
  `Making the vaults of Ana and Ben; Ana’s private journal is ${pepys ? 'the diary of Samuel Pepys' : 'a sample'}…\n`,
)
await buildIfStale()
await obtainElectron()
const folders = { Ana: join(folder, 'ana'), Ben: join(folder, 'ben') }
await makeCouple({ folders, passphrase, privateEntries: { Ana: pepys ?? sampleEntries(), Ben: [] } })
process.stdout.write(`The passphrase of both is: ${passphrase}\n`)
const common = ['--data', join(folder, 'data'), '--link-host', '127.0.0.1', ...process.argv.slice(2)]
const codes = await Promise.all(Object.values(folders).map((vault) => openApp(['--vault', vault, ...common])))
process.exitCode = Math.max(...codes)
