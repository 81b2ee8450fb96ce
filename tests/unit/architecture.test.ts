import { describe, expect, it } from 'vitest'
import { importsOf, type SourceFile, sourcesBelow, targetOf } from '../support/source-tree'

const files = sourcesBelow(['electron', 'renderer', 'shared'], '.ts', '.tsx')

/** `file -> import` of every import that is not allowed. */
function offences(where: (path: string) => boolean, isRefused: (specifier: string, file: SourceFile) => boolean) {
  return files
    .filter(({ path }) => where(path))
    .flatMap((file) =>
      importsOf(file, { types: true })
        .filter((specifier) => isRefused(specifier, file))
        .map((specifier) => `${file.path} -> ${specifier}`),
    )
}
/** Where in the tree an import leads, or the package's name. */
const placeOf = (specifier: string, file: SourceFile) => targetOf(file, specifier, files)?.path ?? specifier
const below = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const featureOf = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]

describe('the arrows of the tree', () => {
  it('[A1] what is read is the whole tree, and every relative import leads to a file of it', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap((file) => importsOf(file, { types: true })).length).toBeGreaterThan(300)
    expect(
      offences(
        () => true,
        (specifier, file) =>
          specifier.startsWith('.') && !/\.(css|json)$/.test(specifier) && !targetOf(file, specifier, files),
      ),
    ).toEqual([])
  })

  it('[A2] Electron is imported in what main runs, in preload and shell alone', () => {
    const isShell = (path: string) =>
      below('electron/shell')(path) || /^electron\/(run-electron-host|preload)\.ts$/.test(path)
    const isElectron = (specifier: string) => /^electron(\/|$)/.test(specifier)
    expect(offences((path) => !isShell(path), isElectron)).toEqual([])
    expect(offences(isShell, isElectron)).not.toEqual([])
  })

  it('[A3] the core is pure: no Node, no socket, nothing of adapters or shell', () => {
    expect(
      offences(
        below('electron/core'),
        (specifier, file) =>
          specifier.startsWith('node:') ||
          specifier === 'ws' ||
          /^electron\/(adapters|shell)\//.test(placeOf(specifier, file)),
      ),
    ).toEqual([])
  })

  it('[A3] adapters know nothing of the shell', () => {
    expect(
      offences(below('electron/adapters'), (specifier, file) => below('electron/shell')(placeOf(specifier, file))),
    ).toEqual([])
  })

  it('[A4] the window reaches neither Node nor the host’s side, and shared reaches neither side', () => {
    const isNode = (specifier: string) => specifier.startsWith('node:')
    expect(
      offences(
        below('renderer'),
        (specifier, file) => isNode(specifier) || below('electron')(placeOf(specifier, file)),
      ),
    ).toEqual([])
    expect(
      offences(
        below('shared'),
        (specifier, file) => isNode(specifier) || /^(electron|renderer)\//.test(placeOf(specifier, file)),
      ),
    ).toEqual([])
  })

  it('[A4] the host’s side imports nothing of the window', () => {
    expect(offences(below('electron'), (specifier, file) => below('renderer')(placeOf(specifier, file)))).toEqual([])
  })

  it('[A5] features never import each other', () => {
    expect(
      offences(below('renderer/features'), (specifier, file) => {
        const feature = featureOf(placeOf(specifier, file))
        return feature !== undefined && feature !== featureOf(file.path)
      }),
    ).toEqual([])
  })

  it('[A5] the controls know nothing of journals', () => {
    expect(
      offences(below('renderer/ui'), (specifier, file) =>
        /^(shared|renderer\/(features|lib|gate))\//.test(placeOf(specifier, file)),
      ),
    ).toEqual([])
  })

  it('[A6] no import leads back to where it began', () => {
    expect(findCycle()).toEqual([])
  })

  it('[A7] no file is longer than 300 lines', () => {
    const all = [...files, ...sourcesBelow(['tests', 'scripts'], '.ts', '.tsx'), ...sourcesBelow(['renderer'], '.css')]
    expect(all.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([])
  })

  it('[A8] no address of the network stands in the sources', () => {
    const all = [...sourcesBelow(['electron', 'renderer', 'shared'], '.ts', '.tsx', '.css', '.html', '.json', '.svg')]
    const found = all.flatMap(({ path, code }) =>
      [...code.matchAll(/\b(?:https?|wss?):\/\/(?!\$\{)[^\s'"`)]*/g)]
        .filter(([address]) => !/^https?:\/\/(?:www\.w3\.org|example\.org)(?:\/|$)/.test(address))
        .map(([address]) => `${path}: ${address}`),
    )
    expect(found).toEqual([])
  })
})

/** The files of one cycle of imports that are there when the app runs, or none. */
function findCycle(): string[] {
  const done = new Set<string>()
  const visit = (file: SourceFile, trail: string[]): string[] => {
    if (trail.includes(file.path)) return [...trail.slice(trail.indexOf(file.path)), file.path]
    if (done.has(file.path)) return []
    for (const specifier of importsOf(file, { types: false })) {
      const target = targetOf(file, specifier, files)
      const cycle = target ? visit(target, [...trail, file.path]) : []
      if (cycle.length > 0) return cycle
    }
    done.add(file.path)
    return []
  }
  for (const file of files) {
    const cycle = visit(file, [])
    if (cycle.length > 0) return cycle
  }
  return []
}
