import { expect, it } from 'vitest'
import { importsOf, type SourceFile, sourcesBelow, targetOf } from '../support/source-tree'

const files = sourcesBelow(['electron', 'renderer', 'shared', 'tests/support', 'tests/contract'], '.ts', '.tsx')
const contract = files.filter(({ path }) => path.startsWith('tests/contract/'))

/** Ports that nobody outside implements: there the tests alone put something in the real part's place. */
const inner = ['Carrier', 'Store', 'Transport']

/** Which suite of tests/contract holds a port to its promises, by what its `describe` says. */
const suiteOf: Readonly<Record<string, string>> = {
  AppendFile: 'the files port',
  AuthenticatedStream: 'the streams port',
  Carrier: 'the carrier port',
  Cipher: 'the cipher port',
  Clock: 'the clock port',
  Fence: 'the fence port',
  Files: 'the files port',
  Folders: 'the folders port',
  Listener: 'the streams port',
  PartnerLink: 'the partner link port',
  PreferencesFile: 'the preferences file',
  Randomness: 'the randomness port',
  Store: 'the store port',
  Streams: 'the streams port',
  Transport: 'the transport port',
  VaultProcess: 'the vault process port',
}

/** The interfaces with methods that the core and the window's transport declare, by name, with their file. */
const declared = new Map(
  files
    .filter(({ path }) => /^(electron\/core|renderer\/lib|shared)\//.test(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)]
        .filter(([, , members = '']) => /^ {2}\w+\(/m.test(members))
        .map(([, name = '']) => [name, path] as const),
    ),
)

/** The files below these folders that make something of the interface for others: a result has it as its type, or a constant. */
const makersOf = (port: string, where: RegExp) => {
  const makes = new RegExp(`(?:(?:\\): |=> )(?:Promise<)?|^export const \\w+: |extends )${port}\\b(?![['.])`, 'm')
  return files.filter((file) => where.test(file.path) && file.path !== declared.get(port) && makes.test(offered(file)))
}

/** The code of a file; of a stand-in's without what it keeps for itself. */
const offered = ({ path, code }: SourceFile) =>
  path.startsWith('tests/') ? code.replace(/^(?:async )?function [\s\S]*?^\}/gm, '') : code

const isAdapter = /^electron\/(adapters|shell)\//
const isMaker = /^(electron\/(adapters|shell)|tests\/support|renderer\/lib)\//
const ports = [...declared.keys()].filter((name) => makersOf(name, isAdapter).length > 0 || inner.includes(name))

const importedBy = (file: SourceFile) =>
  importsOf(file, { types: false }).flatMap((specifier) => targetOf(file, specifier, files) ?? [])

/** What a suite tries: the files that it imports, and the parts of an adapter with the adapter. */
function triedBy(suite: SourceFile): SourceFile[] {
  const tried = importedBy(suite)
  for (const file of tried) {
    const parts = isAdapter.test(file.path) ? importedBy(file) : []
    tried.push(...parts.filter((part) => isAdapter.test(part.path) && !tried.includes(part)))
  }
  return tried
}

/** The test files that run a port's suite, which may be written in a file beside them. */
function suitesOf(port: string): SourceFile[] {
  const written = contract.filter(({ code }) => code.includes(suiteOf[port] ?? 'no suite'))
  return contract
    .filter(({ path }) => path.endsWith('.test.ts'))
    .filter((file) => [file, ...importedBy(file)].some((each) => written.includes(each)))
}

it('[A100] every port has a suite in tests/contract', () => {
  expect(ports.length).toBeGreaterThan(10)
  expect(ports.toSorted()).toEqual(Object.keys(suiteOf).toSorted())
  expect(ports.filter((port) => suitesOf(port).length === 0)).toEqual([])
})

it('[A100] whatever makes a port, adapter or stand-in, is held to its suite', () => {
  const missing = ports.flatMap((port) => {
    const tried = suitesOf(port).flatMap(triedBy)
    return makersOf(port, isMaker)
      .filter((maker) => !tried.includes(maker))
      .map(({ path }) => `${port}: ${path}`)
  })
  expect(missing).toEqual([])
})
