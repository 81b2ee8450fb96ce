import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
/** Keeps libsodium from beginning. */
const fault = `
  WebAssembly.instantiate = () => Promise.reject(new TypeError('kingfisher'))
  WebAssembly.Module = class { constructor() { throw new TypeError('kingfisher') } }`

it('[H190] a vault process that cannot begin says so and ends, so that nobody waits for its answer', async () => {
  const child = fork(script, ['--vault', '/nowhere'], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(fault)}"` },
  })
  try {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    child.send({ type: 'call', id: 1, name: 'settings.read', input: undefined })
    expect(await once(child, 'close')).toEqual([70, null])
    expect(said).toContain('Twofold vault process: start: ')
    expect(said).not.toContain('kingfisher')
  } finally {
    child.kill('SIGKILL')
  }
})
