import { resolve } from 'node:path'

/** Where the stand-in is built to: as deep below the project as its sources, which find the same files from there. */
export const builtFolder = resolve(import.meta.dirname, '../../../out/test/electron-stand-in')

/** The modules that processes of their own begin with, or are led to. */
export const entries = ['run', 'vault-bootstrap', 'resolve-electron', 'electron'] as const

/** A module of the built stand-in: started as it is, where a loader for TypeScript costs each process a third of a second. */
export const builtModule = (name: (typeof entries)[number]): string => resolve(builtFolder, `${name}.js`)
