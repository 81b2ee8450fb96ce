import { Low } from 'lowdb'
import type { Entries, LogAdapter } from './log-adapter'

/** lowdb's store of one stream: read `data`, replace values, `touch` their ids, and `write`. */
export class Store<T extends object> extends Low<Entries<T>> {
  override adapter: LogAdapter<T>

  constructor(adapter: LogAdapter<T>) {
    super(adapter, { entries: {} })
    this.adapter = adapter
  }

  /** The next write takes this id along: its value, or that it is gone. */
  touch(id: string): void {
    this.adapter.touch(id)
  }
}
