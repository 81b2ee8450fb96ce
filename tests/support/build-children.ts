import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import { isStale } from '../../scripts/build'
import { builtChild, builtFolder, children } from './built-children'

const project = resolve(import.meta.dirname, '../..')

/** Builds the modules that tests start, unless what is there is newer than every source. */
export async function buildChildrenIfStale(): Promise<void> {
  const sources = ['electron', 'shared', 'scripts', 'tests/support'].map((folder) => join(project, folder))
  if (!isStale({ sources, products: children.map(builtChild) })) return
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [atItsSource],
    build: {
      ssr: true,
      target: 'node20',
      outDir: builtFolder,
      emptyOutDir: true,
      rolldownOptions: {
        input: children.map((name) => join(import.meta.dirname, `${name}.ts`)),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
}

/** Each module still finds what lies beside its source. */
const atItsSource: Plugin = {
  name: 'at-its-source',
  transform: {
    order: 'pre',
    handler: (code, id) =>
      code
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
        .replaceAll('import.meta.filename', JSON.stringify(id))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
}
