import { EventEmitter } from 'node:events'
import { eventsOf } from './declared'

/**
 * An emitter of those events alone that electron.d.ts gives the class of this name: another one Electron never emits, and
 * who listens to it waits for ever. What only a specification waits for begins with `stand-in-`.
 */
export class DeclaredEmitter extends EventEmitter {
  readonly #name: string
  readonly #events: ReadonlySet<string>

  constructor(name: string) {
    super()
    this.#name = name
    this.#events = eventsOf(name)
  }

  override on(event: string, listener: Parameters<EventEmitter['on']>[1]): this {
    this.#check(event)
    return super.on(event, listener)
  }

  override emit(event: string, ...words: unknown[]): boolean {
    this.#check(event)
    return super.emit(event, ...words)
  }

  #check(event: string): void {
    if (this.#events.has(event) || event.startsWith('stand-in-')) return
    throw new TypeError(`electron.d.ts gives ${this.#name} no event '${event}'`)
  }
}
