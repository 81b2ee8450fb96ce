import { join, resolve } from 'node:path'

export const builtFolder = resolve(import.meta.dirname, '../../out/test/children')

/** The modules of this folder that tests start as processes of their own. */
export const children = [
  'bytes-child',
  'driven-host',
  'every-message-child',
  'heap-child',
  'home-child',
  'host-child',
  'vault-child',
] as const

/** Such a module, built: started as it is, where a loader for TypeScript costs each process up to a second of work. */
export const builtChild = (name: (typeof children)[number]): string => join(builtFolder, `${name}.js`)
