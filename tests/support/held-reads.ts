import type { Page } from 'playwright-core'

type Kept = 'nothing' | 'reads' | 'everything'
type HeldPage = typeof globalThis & { heldReads?: { kept: Kept; waiting: (() => void)[] } }

/** Runs in the page before its own scripts: the host's answers to `journal.read`, or all that it says, can be kept from it. */
export function holdableReads(): void {
  const page: HeldPage = globalThis
  const held: NonNullable<HeldPage['heldReads']> = { kept: 'nothing', waiting: [] }
  page.heldReads = held
  page.WebSocket = class extends WebSocket {
    readonly #asked = new Set<number>()

    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      // Before any listener of the page's own.
      this.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
        if (held.kept === 'nothing' || (held.kept === 'reads' && !this.#answersRead(event.data))) return
        event.stopImmediatePropagation()
        const { data } = event
        held.waiting.push(() => this.dispatchEvent(new MessageEvent('message', { data })))
      })
    }

    #answersRead(data: string | ArrayBuffer): boolean {
      if (typeof data !== 'string') return false
      const message = JSON.parse(data) as { type: string; id?: number }
      return message.type === 'reply' && message.id !== undefined && this.#asked.delete(message.id)
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const message = typeof data === 'string' ? (JSON.parse(data) as { name?: string; id?: number }) : {}
      if (message.name === 'journal.read' && message.id !== undefined) this.#asked.add(message.id)
      super.send(data)
    }
  }
}

/** From now on the page gets no answer to `journal.read`. */
export const holdReads = (page: Page): Promise<void> => hold(page, 'reads')

/** From now on the page hears nothing of the host. */
export const holdEverything = (page: Page): Promise<void> => hold(page, 'everything')

function hold(page: Page, kept: Kept): Promise<void> {
  return page.evaluate((each) => {
    const { heldReads } = globalThis as HeldPage
    if (heldReads) heldReads.kept = each
  }, kept)
}

/** Gives the page what was held, once there is something, and holds nothing any more. */
export async function releaseReads(page: Page): Promise<void> {
  await page.waitForFunction(() => ((globalThis as HeldPage).heldReads?.waiting.length ?? 0) > 0)
  await page.evaluate(() => {
    const { heldReads } = globalThis as HeldPage
    if (!heldReads) return
    heldReads.kept = 'nothing'
    for (const answer of heldReads.waiting.splice(0)) answer()
  })
}
