import { type ChildProcess, fork } from 'node:child_process'
import { constants } from 'node:os'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { app, needReady } from './app'
import { builtModule } from './built'
import { pack, unpack } from './crossing'
import { DeclaredEmitter } from './declared-emitter'
import { tell } from './record'

/** How long a process that was asked to end may live, in ms (base::EnsureProcessTerminated). */
const killPatience = 2000

/** The main process's end of a port: all it does with one is to pass it on, once. */
export class MessagePortMain {
  #end: MessagePort | null

  constructor(end: MessagePort) {
    this.#end = end
  }

  /** Takes the port out of this process: after that it is neutered (shell/browser/api/message_port.cc). */
  disentangle(at: number): MessagePort {
    if (!this.#end) throw new Error(`Port at index ${at} is already neutered.`)
    const end = this.#end
    this.#end = null
    return end
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}

/** What travels between the stand-in and the bootstrap in the other process: a message, for the parent or for a port. */
export interface Parcel {
  readonly port: number | null
  /** The packed message. */
  readonly data: Uint8Array
  /** Numbers of the ports that go with the message. */
  readonly ports: readonly number[]
}

interface ForkOptions {
  readonly serviceName?: string
  readonly execArgv?: readonly string[]
}

/** Where the app gives none (electron.d.ts, `ForkOptions.serviceName`). */
const defaultName = 'Node Utility Process'

/** A real process with the real script; ports that are sent to it are carried over the processes' own channel. */
export class UtilityProcess extends DeclaredEmitter {
  /** Resolves with the process's id once it is launched; a test may ask for it when Electron has forgotten it. */
  readonly launched: Promise<number>
  #child: ChildProcess | null = null
  #pid: number | undefined
  #isKilled = false
  readonly #unsent: Parcel[] = []
  readonly #ports = new Map<number, MessagePort>()

  constructor(script: string, args: readonly string[], options: ForkOptions) {
    super('UtilityProcess')
    this.launched = utilityProcess.launching.then(() => this.#launch(script, args, options))
    for (const end of ['quit', 'stand-in-end']) app.once(end, () => this.#child?.kill('SIGKILL'))
  }

  /** Undefined until 'spawn', and again after 'exit' (electron/electron issue 44338, pull request 44677). */
  get pid(): number | undefined {
    return this.#pid
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    tell('toVault', message)
    this.#send({
      port: null,
      data: pack(message),
      ports: transfer.map((port, at) => this.#carry(port.disentangle(at))),
    })
  }

  /** Asks it to end, and makes it end where it hasn't in time; false of a process that isn't there (issue 44009). */
  kill(): boolean {
    const child = this.#child
    if (this.#pid === undefined || !child) return false
    this.#isKilled = child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), killPatience).unref()
    return this.#isKilled
  }

  #launch(
    script: string,
    args: readonly string[],
    { execArgv = [], serviceName = defaultName }: ForkOptions,
  ): Promise<number> {
    const child = fork(builtModule('vault-bootstrap'), [script, ...args], {
      serialization: 'advanced',
      // It only warns of rejections that nobody handles (shell/services/node/node_service.cc, pull request 45921).
      execArgv: ['--unhandled-rejections=warn-with-error-code', ...execArgv.flatMap(flagsForV8)],
    })
    this.#child = child
    child.on('message', ({ port, data }: Parcel) => this.#receive(port, unpack(data)))
    child.once('exit', (code, signal) => this.#exit(code ?? constants.signals[signal ?? 'SIGKILL']))
    for (const parcel of this.#unsent.splice(0)) deliver(child, parcel)
    return new Promise((launched) =>
      child.once('spawn', () => {
        this.#pid = child.pid
        if (child.pid !== undefined) app.utilities.set(child.pid, { name: serviceName, creationTime: Date.now() })
        this.emit('spawn')
        launched(child.pid ?? 0)
      }),
    )
  }

  #receive(port: number | null, message: unknown): void {
    if (port !== null) return this.#ports.get(port)?.postMessage(message)
    tell('fromVault', message)
    this.emit('message', message)
  }

  #exit(code: number): void {
    if (this.#pid !== undefined) app.utilities.delete(this.#pid)
    this.#pid = undefined
    for (const port of this.#ports.values()) port.close()
    const wasAsked = this.#isKilled && (code === constants.signals.SIGTERM || code === constants.signals.SIGKILL)
    this.emit('exit', wasAsked ? 0 : code)
  }

  #carry(port: MessagePort): number {
    const number = this.#ports.size
    this.#ports.set(number, port)
    port.on('message', (message: unknown) => this.#send({ port: number, data: pack(message), ports: [] }))
    return number
  }

  #send(parcel: Parcel): void {
    if (!this.#child) this.#unsent.push(parcel)
    else deliver(this.#child, parcel)
  }
}

/** What is said to a process that has ended goes nowhere, and Electron says nothing of it; Node would raise an error. */
function deliver(child: ChildProcess, parcel: Parcel): void {
  if (child.connected) child.send(parcel, () => {})
}

/** What is given to the executable are Chromium's switches: of V8 it takes flags by `--js-flags` alone. */
function flagsForV8(word: string): string[] {
  const flags = /^--js-flags=(.*)$/.exec(word)?.[1]
  return flags ? flags.split(' ') : []
}

export const utilityProcess = {
  /** Every one that was started. */
  all: [] as UtilityProcess[],
  /** One that Electron can't launch has no pid, no 'spawn' and no 'exit': until this resolves each is such a one. */
  launching: process.env['STAND_IN_LAUNCH'] === 'fails' ? new Promise<void>(() => {}) : Promise.resolve(),
  fork(script: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess {
    needReady('utilityProcess')
    const process = new UtilityProcess(script, args, options)
    utilityProcess.all.push(process)
    tell('fork', script, args, options)
    return process
  },
}
