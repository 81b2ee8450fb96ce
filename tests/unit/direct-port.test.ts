import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { createDirectPort } from '../../electron/shell/direct-port'

const locked = { ok: false, failure: { code: 'vault-locked' } }
const notStarted = { ok: false, failure: { code: 'vault-process-not-started' } }

const far: NodePort[] = []
afterEach(() => far.splice(0).forEach((port) => port.close()))

/** The page's side with what the main process tells it, and vault processes that answer each call with its name. */
function makePage() {
  let onPort = (_port: MessagePort) => {}
  let onEnded = (_end: { hasRun: boolean }) => {}
  const asked: number[] = []
  const call = createDirectPort({
    onPort: (listener) => (onPort = listener),
    onEnded: (listener) => (onEnded = listener),
    askForPort: () => asked.push(asked.length + 1),
  })
  /** A vault process is launched. */
  const launch = (answers = true) => {
    const { port1, port2 } = new MessageChannel()
    far.push(port1)
    port1.on('message', ({ id, name }: { id: number; name: string }) => {
      if (answers) port1.postMessage({ type: 'reply', id, reply: { ok: true, value: name } })
    })
    onPort(port2 as unknown as MessagePort)
    return port1
  }
  return { call, asked, launch, end: (hasRun: boolean) => onEnded({ hasRun }) }
}

it('[H406] a call waits for the port that it asks for, and goes by it', async () => {
  const { call, asked, launch } = makePage()
  const calls = [call('vault.unlock', 1), call('vault.create', 2)]
  launch()
  expect(await Promise.all(calls)).toEqual([
    { ok: true, value: 'vault.unlock' },
    { ok: true, value: 'vault.create' },
  ])
  expect(await call('vault.unlock', 3)).toEqual({ ok: true, value: 'vault.unlock' })
  expect(asked).toHaveLength(2)
})

it('[H406] calls that wait for a process that can’t be started are answered, and the next one asks again', async () => {
  const { call, asked, launch, end } = makePage()
  const calls = [call('vault.unlock', 1), call('vault.create', 2)]
  end(false)
  expect(await Promise.all(calls)).toEqual([notStarted, notStarted])
  const again = call('vault.unlock', 1)
  expect(asked).toHaveLength(3)
  launch()
  expect(await again).toEqual({ ok: true, value: 'vault.unlock' })
})

it.each(['the port closes', 'the host tells its end'])('[H406] calls under way are answered when %s', async (how) => {
  const { call, launch, end } = makePage()
  const port = launch(false)
  const underWay = call('vault.unlock', 1)
  if (how === 'the port closes') port.close()
  else end(true)
  expect(await underWay).toEqual(locked)
})

it('[H406] a call between the close of a port and what the host tells of it asks once more', async () => {
  const { call, asked, launch, end } = makePage()
  const port = launch(false)
  const underWay = call('vault.unlock', 1)
  port.close()
  expect(await underWay).toEqual(locked)
  // The host still takes the process for a running one, and starts no other.
  const next = call('vault.unlock', 2)
  expect(asked).toHaveLength(1)
  end(true)
  expect(asked).toHaveLength(2)
  launch()
  expect(await next).toEqual({ ok: true, value: 'vault.unlock' })
})
