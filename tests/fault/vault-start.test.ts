import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
const secret = 'kingfisher'

/** The built vault process, with this fault in it from the start, and what it says. */
function startFaulty(fault: string, args = ['--vault', '/nowhere']) {
  const child = fork(script, args, {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(fault)}"` },
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  return { child, said: () => said }
}

const call = (id: number) => ({ type: 'call', id, name: 'settings.read', input: undefined })

/** Keeps libsodium from being loaded. */
const noCipher = `process.dlopen = () => { throw new TypeError('${secret}') }`
/** Lets a module throw while it is evaluated. */
const noModule = `Object.defineProperty(globalThis, 'TextEncoder', { get() { throw new TypeError('${secret}') } })`

it.each([
  ['its cipher', noCipher, ['--vault', '/nowhere']],
  ['a module of its own', noModule, ['--vault', '/nowhere']],
  ['arguments that it knows', '', ['--unknown', secret]],
])('[H190] a vault process that cannot begin without %s says so and ends', async (_what, fault, args) => {
  const { child, said } = startFaulty(fault, args)
  try {
    child.send(call(1))
    expect(await once(child, 'close')).toEqual([70, null])
    expect(said()).toMatch(/^Twofold vault process: (?:start: )?(?:Type)?Error/u)
    expect(said()).not.toContain(secret)
  } finally {
    child.kill('SIGKILL')
  }
})

it('[H404] an answer that can’t be sent is told as a bug, so that whoever asked hears something', async () => {
  const { child, said } = startFaulty(`
    const { send } = process
    process.send = (message, ...more) => {
      if (message.type === 'reply' && message.id === 1 && message.reply.failure.code !== 'bug') throw new TypeError('${secret}')
      return send.call(process, message, ...more)
    }`)
  try {
    child.send(call(1))
    expect((await once(child, 'message'))[0]).toEqual({
      type: 'reply',
      id: 1,
      reply: { ok: false, failure: { code: 'bug' } },
    })
    child.send(call(2))
    expect((await once(child, 'message'))[0]).toMatchObject({ id: 2, reply: { failure: { code: 'vault-locked' } } })
    expect(said()).toMatch(/^Twofold vault process: settings.read: TypeError/u)
    expect(said()).not.toContain(secret)
  } finally {
    child.kill('SIGKILL')
  }
})
