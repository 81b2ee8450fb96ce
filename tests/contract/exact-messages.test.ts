import { resolve } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { systemClock } from '../../electron/adapters/system-clock'
import type { FromVault, VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { serveAppProtocol } from '../../electron/shell/app-protocol'
import { handleCalls } from '../../electron/shell/ipc'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { createWindowKeeper } from '../../electron/shell/window'
import type { Bridge } from '../../renderer/lib/bridge-transport'
import { builtChild } from '../support/built-children'
import { app } from '../support/electron-stand-in/app'
import { BrowserWindow } from '../support/electron-stand-in/window'
import { arrivedIn, everyCall, everyFromVault, everySignal, everyToVault } from '../support/every-message'

const script = builtChild('every-message-child')
const out = resolve(import.meta.dirname, '../../out')

/** What is to arrive of each: what its bytes show, and nothing of what lies beside them. */
const exactly = (messages: readonly unknown[]) =>
  messages.map((message) => ({ content: arrivedIn(message).content, neighbour: false }))

beforeAll(() => {
  app.becomeReady()
})

const noPage = { sendPort: () => {}, endPort: () => {} }
const kinds = [
  { name: 'a child process', start: () => forkVaultProcess({ script, folder: '' }) },
  {
    name: 'a utility process',
    start: () => startUtilityVaultProcess({ script, folder: '', clock: systemClock, page: noPage }),
  },
]

describe.each(kinds)('between host and vault process, $name', ({ start }) => {
  let process: VaultProcess
  afterEach(() => process.kill())

  /** What the vault process says that fits: `first` resolves with so many of them. */
  function listen(fits: (message: FromVault) => boolean) {
    const found: FromVault[] = []
    let look = () => {}
    process.onMessage((message) => {
      if (fits(message)) found.push(message)
      look()
    })
    return {
      first: (count: number) =>
        new Promise<FromVault[]>((done) => {
          look = () => found.length >= count && done(found)
          look()
        }),
    }
  }
  const isReport = (message: FromVault) => message.type === 'signal' && message.name === 'arrived'

  it('[H401] every message to a vault process carries its own bytes and nothing beside them', async () => {
    process = start()
    expect(everyToVault.some((message) => arrivedIn(message).neighbour)).toBe(true)
    const reports = listen(isReport)
    const [call, ...others] = everyToVault
    if (call) process.post(call)
    // A process that is told to close before it is launched is none.
    await reports.first(1)
    for (const message of others) process.post(message)
    const told = await reports.first(everyToVault.length)
    expect(told.map((message) => message.type === 'signal' && message.payload)).toEqual(exactly(everyToVault))
  })

  it('[H401] every message of a vault process carries its own bytes and nothing beside them', async () => {
    process = start()
    const everything = listen((message) => !isReport(message))
    process.post({ type: 'flush' })
    expect((await everything.first(everyFromVault.length)).map(arrivedIn)).toEqual(exactly(everyFromVault))
  })
})

describe('between window, main process and vault process', () => {
  it('[H401] every call, answer and signal carries its own bytes and nothing beside them', async () => {
    await serveAppProtocol(`${out}/renderer`)
    const asked = new Map<string, unknown>()
    handleCalls(async (name, input) => {
      asked.set(name, input)
      return { ok: true, value: everyCall.find((each) => each.name === name)?.output }
    })
    const windows = createWindowKeeper({
      preload: `${out}/preload/preload.cjs`,
      zoom: { current: () => 1, change: () => {} },
      onClosing: () => {},
      onSessionEnding: () => {},
      onCrashed: () => {},
    })
    const loaded = new Promise((done) => app.once('stand-in-page', done))
    windows.renew()
    await loaded
    const bridge = BrowserWindow.all.at(-1)?.webContents.page?.world['twofold'] as Bridge | undefined
    if (!bridge) throw new Error('no page is open')

    const heard: unknown[] = []
    bridge.onSignal((...signal) => heard.push(signal))
    for (const { name, payload } of everySignal) windows.signal(name, payload)
    expect(heard.map(arrivedIn)).toEqual(exactly(everySignal))

    const process = startUtilityVaultProcess({ script, folder: '', clock: systemClock, page: windows })
    process.onMessage((message) => {
      if (message.type === 'signal') direct.push(message.payload)
    })
    const direct: unknown[] = []
    const answers: unknown[] = []
    for (const { name, input, isDirect } of everyCall) answers.push(await bridge.call(name, input, isDirect))
    expect(answers.map(arrivedIn)).toEqual(exactly(everyCall.map(({ output }) => output)))
    const past = everyCall.filter(({ isDirect }) => isDirect)
    expect(direct).toEqual(exactly(past))
    const others = everyCall.filter(({ isDirect }) => !isDirect)
    expect(others.map(({ name }) => arrivedIn(asked.get(name)))).toEqual(exactly(others.map(({ input }) => input)))
    process.kill()
  })
})
