import { join, resolve } from 'node:path'
import { build } from 'vite'
import { buildIfStale, isStale } from '../../scripts/build'
import { buildChildrenIfStale } from './build-children'
import { builtFolder, builtModule, entries } from './electron-stand-in/built'

const sources = resolve(import.meta.dirname, 'electron-stand-in')

/**
 * Before any test: the app is built, since the smoke suite and the host's tests run what is built, and so are the stand-in
 * and the processes that tests start.
 */
export async function setup(): Promise<void> {
  await buildIfStale()
  if (isStale({ sources: [sources, import.meta.filename], products: entries.map(builtModule) })) await buildStandIn()
  await buildChildrenIfStale()
}

async function buildStandIn(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20',
      outDir: builtFolder,
      emptyOutDir: true,
      rolldownOptions: {
        input: entries.map((name) => join(sources, `${name}.ts`)),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
}
