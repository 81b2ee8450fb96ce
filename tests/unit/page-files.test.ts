import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPageFiles } from '../../electron/adapters/page-files'
import { makePageRoot, removePageRoot } from '../support/page-client'

let folder = ''
let root = ''
beforeEach(async () => {
  const made = await makePageRoot()
  folder = made.folder
  root = made.root
})
afterEach(() => removePageRoot(folder))

const makeFiles = () => createPageFiles({ root, connect: "'self' ws://ana.localhost:1" })

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/main.js', 'text/javascript; charset=utf-8'],
    ['/assets/page.css', 'text/css; charset=utf-8'],
  ])('[B1] %s is served as %s, and never stored', async (path, type) => {
    const { status, headers } = await (await makeFiles()).get(path)
    expect([status, headers['Content-Type'], headers['Cache-Control']]).toEqual([200, type, 'no-store'])
    expect(headers['X-Content-Type-Options']).toBe('nosniff')
  })

  it.each([
    '/../vault.json',
    '/../outside.js',
    '/assets/../../outside.js',
    '/assets/../index.html',
    '/%2e%2e/outside.js',
    '/..%2foutside.js',
    '/assets/..%5c..%5coutside.js',
    '/assets\\..\\..\\outside.js',
    '//outside.js',
    '/assets/./main.js',
    '/assets//main.js',
    '/assets/main.js/',
    '/assets/main.js\0.css',
    '/assets/linked.js',
    '/assets/main.js.map',
    '/assets',
    '/assets/',
    '/INDEX.HTML',
    'index.html',
    '',
    '/__proto__',
    '/constructor',
  ])('[B2] no spelling leads elsewhere: “%s” is not there', async (path) => {
    const { status, body } = await (await makeFiles()).get(path)
    expect([status, body.toString()]).toEqual([404, ''])
  })

  it('[B2] a file that came later is not served', async () => {
    const files = await makeFiles()
    await writeFile(join(root, 'later.js'), 'x')
    expect((await files.get('/later.js')).status).toBe(404)
  })

  it('[B3] every page has a nonce of its own, in its policy and wherever the build left a place for it', async () => {
    const files = await makeFiles()
    const answers = [await files.get('/'), await files.get('/')]
    const nonces = answers.map(({ headers, body }) => {
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(headers['Content-Security-Policy'] ?? '')?.[1] ?? ''
      expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16)
      expect(body.toString().split(`nonce="${nonce}"`)).toHaveLength(3)
      expect(body.toString()).not.toContain('__CSP_NONCE__')
      return nonce
    })
    expect(new Set(nonces).size).toBe(2)
  })

  it('[B3] the policy allows own scripts, own styles, own images and the one connection, and nothing else', async () => {
    const { headers } = await (await makeFiles()).get('/')
    const policy = (headers['Content-Security-Policy'] ?? '').split('; ')
    expect(policy.filter((rule) => !rule.startsWith('style-src')).sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self' ws://ana.localhost:1",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' blob:",
      "script-src 'self'",
    ])
    expect(headers['Content-Security-Policy']).not.toMatch(/unsafe|\*|data:/)
  })
})
