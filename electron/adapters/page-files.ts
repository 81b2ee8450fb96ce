import { randomBytes } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { answerHeaders, contentPolicy, noncePlaceholder } from '../core/host/content-policy'

export interface PageAnswer {
  readonly status: 200 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface PageFiles {
  /** The answer to a GET of this path; every HTML answer has a nonce of its own. */
  get(path: string): Promise<PageAnswer>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/**
 * Serves the built window. Only what lies in `root` now can be asked for, by a table made at the start, so that no
 * spelling of a path leads anywhere else. `connect` is the policy's connect-src.
 */
export async function createPageFiles(options: { root: string; connect: string }): Promise<PageFiles> {
  const table = new Map<string, string>()
  // Not with types: within its archive Electron's fs then takes folders for files, and skips what is in them.
  for (const name of await readdir(options.root, { recursive: true })) {
    const file = join(options.root, name)
    if ((await lstat(file)).isFile()) table.set(`/${name.split(sep).join('/')}`, file)
  }

  return {
    async get(path) {
      const file = table.get(path === '/' ? '/index.html' : path)
      const type = file && types[extname(file)]
      if (!type)
        return { status: 404, headers: { ...answerHeaders, 'Content-Type': 'text/plain' }, body: Buffer.from('') }
      const body = await readFile(file)
      if (extname(file) !== '.html') return { status: 200, headers: { ...answerHeaders, 'Content-Type': type }, body }
      const nonce = randomBytes(18).toString('base64')
      const policy = contentPolicy({ nonce, connect: options.connect })
      return {
        status: 200,
        headers: { ...answerHeaders, 'Content-Type': type, 'Content-Security-Policy': policy },
        body: Buffer.from(body.toString('utf8').replaceAll(noncePlaceholder, nonce)),
      }
    },
  }
}
