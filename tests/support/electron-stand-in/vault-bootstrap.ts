import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { pack, unpack } from './crossing'
import type { Parcel } from './utility-process'

// The first module of a stand-in's utility process: it puts on `process` the parent port that Electron would, with what
// came before anybody listened kept until then, and then runs the script.

/** A message port of the main process, as Electron hands one out: silent until it is started. */
class Port extends EventEmitter {
  readonly #number: number | null
  #waiting: { data: unknown; ports: Port[] }[] | null = []

  constructor(number: number | null) {
    super()
    this.#number = number
  }

  postMessage(message: unknown): void {
    const parcel: Parcel = { port: this.#number, data: pack(message), ports: [] }
    process.send?.(parcel)
  }

  start(): void {
    for (const event of this.#waiting ?? []) this.emit('message', event)
    this.#waiting = null
  }

  deliver(event: { data: unknown; ports: Port[] }): void {
    if (this.#waiting) this.#waiting.push(event)
    else this.emit('message', event)
  }
}

const ports = new Map<number, Port>()
const parent = new Port(null)
parent.once('newListener', () => process.nextTick(() => parent.start()))

process.on('message', ({ port, data, ports: sent }: Parcel) => {
  for (const number of sent) ports.set(number, new Port(number))
  const target = port === null ? parent : ports.get(port)
  target?.deliver({ data: unpack(data), ports: sent.map((number) => ports.get(number) ?? parent) })
})
// Electron ends its utility processes with the app.
process.on('disconnect', () => process.exit(1))
Object.assign(process, { parentPort: parent })

const [, script = '', ...args] = process.argv.slice(1)
process.argv = [process.argv0, script, ...args]
// What the script throws while it is loaded is an uncaught error, and no rejection (lib/utility/init.ts).
import(pathToFileURL(script).href).catch((error: unknown) => {
  setImmediate(() => {
    throw error
  })
})
