import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

const project = resolve(import.meta.dirname, '../..')

export interface SourceFile {
  /** From the project's folder, with `/`. */
  readonly path: string
  readonly text: string
  /** The text without comments. */
  readonly code: string
}

/** Every file below these folders whose name ends so. */
export function sourcesBelow(folders: readonly string[], ...endings: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && endings.some((ending) => item.name.endsWith(ending)))
      .map((item) => {
        const file = join(item.parentPath, item.name)
        const text = readFileSync(file, 'utf8')
        return { path: relative(project, file).split(sep).join('/'), text, code: withoutComments(text) }
      }),
  )
}

/** Good enough for our own sources: a `//` counts as a comment only where no colon or quote stands before it. */
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\/])\/\/[^\n]*/g, '$1')

/** What a file imports: the specifiers as they are written; type imports too where asked for. */
export function importsOf({ code }: SourceFile, { types }: { types: boolean }): string[] {
  const statements = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)
  const dynamic = code.matchAll(/\bimport\('([^']+)'\)/g)
  return [
    ...[...statements].filter(([, isType]) => types || !isType).map(([, , specifier]) => specifier ?? ''),
    ...[...dynamic].map(([, specifier]) => specifier ?? ''),
  ]
}

/** The file of the tree that a relative specifier means, or null. */
export function targetOf(from: SourceFile, specifier: string, files: readonly SourceFile[]): SourceFile | null {
  if (!specifier.startsWith('.')) return null
  const path = relative(project, resolve(project, dirname(from.path), specifier))
    .split(sep)
    .join('/')
  return files.find((file) => [path, `${path}.ts`, `${path}.tsx`].includes(file.path)) ?? null
}
