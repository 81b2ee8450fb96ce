import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'

const pages = join(import.meta.dirname, 'pages')

/** Pages with nothing but what the app is held against, served on loopback. */
export interface BarePages {
  readonly list: string
  readonly editor: string
  /** The probes as a script for a page that doesn't load them itself. */
  readonly probes: string
  close(): Promise<void>
}

/** Builds the pages for production into `folder`, as the app's own are, and serves them with the given text and rows. */
export async function serveBarePages(folder: string, data: { text: string; rows: string[] }): Promise<BarePages> {
  const outDir = join(folder, 'site')
  const common = { configFile: false, root: pages, logLevel: 'error' } as const
  await build({
    ...common,
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: [join(pages, 'list.html'), join(pages, 'editor.html')] },
    },
  })
  const probes = await build({
    ...common,
    build: { write: false, lib: { entry: join(pages, 'probes.ts'), formats: ['iife'], name: 'twofoldBench' } },
  })
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'text.json'), JSON.stringify(data.text))
  await writeFile(join(outDir, 'rows.json'), JSON.stringify(data.rows))
  const server = await preview({ ...common, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  const [address = ''] = server.resolvedUrls?.local ?? []
  return {
    list: `${address}list.html`,
    editor: `${address}editor.html`,
    probes: scriptOf(probes),
    close: () => server.close(),
  }
}

function scriptOf(built: Awaited<ReturnType<typeof build>>): string {
  const [first] = Array.isArray(built) ? built : [built]
  const [chunk] = first && 'output' in first ? first.output : []
  if (chunk?.type !== 'chunk') throw new Error('the probes were not built')
  return chunk.code
}
