import type { Page } from 'playwright-core'

type HeldPage = typeof globalThis & { heldReads?: { isHolding: boolean; waiting: (() => void)[] } }

/** Runs in the page before its own scripts: the host's answers to `journal.read` can be kept from the page for a while. */
export function holdableReads(): void {
  const page: HeldPage = globalThis
  const held = (page.heldReads = { isHolding: false, waiting: [] as (() => void)[] })
  page.WebSocket = class extends WebSocket {
    readonly #asked = new Set<number>()

    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      // Before any listener of the page's own.
      this.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
        if (!held.isHolding || typeof event.data !== 'string') return
        const message = JSON.parse(event.data) as { type: string; id?: number }
        if (message.type !== 'reply' || message.id === undefined || !this.#asked.delete(message.id)) return
        event.stopImmediatePropagation()
        const { data } = event
        held.waiting.push(() => this.dispatchEvent(new MessageEvent('message', { data })))
      })
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const message = typeof data === 'string' ? (JSON.parse(data) as { name?: string; id?: number }) : {}
      if (message.name === 'journal.read' && message.id !== undefined) this.#asked.add(message.id)
      super.send(data)
    }
  }
}

/** From now on the page gets no answer to `journal.read`. */
export async function holdReads(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { heldReads } = globalThis as HeldPage
    if (heldReads) heldReads.isHolding = true
  })
}

/** Gives the page the answers that were held, once there is one, and holds none any more. */
export async function releaseReads(page: Page): Promise<void> {
  await page.waitForFunction(() => ((globalThis as HeldPage).heldReads?.waiting.length ?? 0) > 0)
  await page.evaluate(() => {
    const { heldReads } = globalThis as HeldPage
    if (!heldReads) return
    heldReads.isHolding = false
    for (const answer of heldReads.waiting.splice(0)) answer()
  })
}
