import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { app, needReady } from './app'
import { tell } from './record'

/** By its path, since the app may be started anywhere. */
const tsx = import.meta.resolve('tsx')

/** The main process's end of a port: all it does with one is to pass it on. */
export class MessagePortMain {
  readonly end: MessagePort

  constructor(end: MessagePort) {
    this.end = end
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
  readonly data: unknown
  /** Numbers of the ports that go with the message. */
  readonly ports: readonly number[]
}

/** A real process with the real script; ports that are sent to it are carried over the processes' own channel. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #ports = new Map<number, MessagePort>()

  constructor(script: string, args: readonly string[]) {
    super()
    const bootstrap = fileURLToPath(new URL('vault-bootstrap.ts', import.meta.url))
    this.#child = fork(bootstrap, [script, ...args], { serialization: 'advanced', execArgv: ['--import', tsx] })
    this.#child.on('message', (parcel: Parcel) => {
      if (parcel.port === null) {
        tell('fromVault', parcel.data)
        this.emit('message', parcel.data)
      } else this.#ports.get(parcel.port)?.postMessage(parcel.data)
    })
    this.#child.once('exit', (code) => {
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code)
    })
    app.once('quit', () => this.kill())
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    tell('toVault', data)
    this.#send({ port: null, data, ports: transfer.map(({ end }) => this.#carry(end)) })
  }

  kill(): boolean {
    return this.#child.kill('SIGKILL')
  }

  #carry(port: MessagePort): number {
    const number = this.#ports.size
    this.#ports.set(number, port)
    port.on('message', (data: unknown) => this.#send({ port: number, data, ports: [] }))
    return number
  }

  #send(parcel: Parcel): void {
    if (this.#child.connected) this.#child.send(parcel)
  }
}

export const utilityProcess = {
  /** Every one that was started. */
  all: [] as UtilityProcess[],
  fork(script: string, args: string[], options: { serviceName: string }): UtilityProcess {
    needReady('utilityProcess')
    const process = new UtilityProcess(script, args)
    utilityProcess.all.push(process)
    tell('fork', script, args, options, process.pid)
    return process
  },
}
