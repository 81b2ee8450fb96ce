import { background } from '../../shared/background'

/** How much is applied in one task, in bytes: some 10 ms of work, so that no key waits for it. */
const perTask = 128 * 1024

/** What has come from the vault and is to be applied: piece by piece, in order, with room for keys between. */
export interface Inbox {
  /** Applies what the vault process gave to fill the replica; resolves when all of it is applied. */
  fill(slices: readonly Uint8Array[]): Promise<void>
  /** Applies what the vault process tells: at once, or after everything that has come before it. */
  tell(update: Uint8Array): void
  /** From now on what is told waits, until `release`. */
  hold(): void
  release(): void
  close(): void
}

/** Makes an inbox; `apply` takes one update. */
export function createInbox(apply: (update: Uint8Array) => void): Inbox {
  const queue: Uint8Array[] = []
  let waiting: Uint8Array[] = []
  let isHeld = false
  let working: Promise<void> | null = null
  let isClosed = false

  async function work(): Promise<void> {
    let done = 0
    // Closing empties the queue.
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (done > 0 && done + next.length > perTask) {
        await nextTask()
        done = 0
      }
      if (isClosed) return
      done += next.length
      apply(next)
    }
  }
  const drain = () => {
    working ??= work().finally(() => (working = null))
    return working
  }

  return {
    async fill(slices) {
      // In a task of its own: the answer that brought them has cost its share of the present one.
      await nextTask()
      queue.push(...slices)
      await drain()
    },
    tell(update) {
      if (isHeld) waiting.push(update)
      else if (working || queue.length > 0) queue.push(update)
      else apply(update)
    },
    hold() {
      isHeld = true
    },
    release() {
      isHeld = false
      queue.push(...waiting)
      waiting = []
      background(drain())
    },
    close() {
      isClosed = true
      queue.length = 0
      waiting = []
    },
  }
}

/** Resolves in a task of its own, without the pause that a timer makes. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener(
      'message',
      () => {
        port1.close()
        resolve()
      },
      { once: true },
    )
    port1.start()
    port2.postMessage(null)
  })
}
