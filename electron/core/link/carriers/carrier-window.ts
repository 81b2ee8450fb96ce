/** How many bytes of files may be on their way: what is said live must not wait behind more. */
export const carrierWindow = 1024 * 1024

/** How much of the window is free; the other end gives back what it has taken. */
export interface CarrierWindow {
  /** Takes so many bytes of the window, once they are free; false after the end. */
  take(bytes: number): Promise<boolean>
  /** Takes so many bytes of the window if they are free now and nobody waits for some. */
  takeNow(bytes: number): boolean
  giveBack(bytes: number): void
  end(): void
}

/** A window that is wholly free. */
export function createCarrierWindow(): CarrierWindow {
  let underWay = 0
  let hasEnded = false
  let waiting: { bytes: number; resolve(isFree: boolean): void } | null = null

  const look = () => {
    if (!waiting || (!hasEnded && underWay + waiting.bytes > carrierWindow)) return
    if (!hasEnded) underWay += waiting.bytes
    waiting.resolve(!hasEnded)
    waiting = null
  }
  return {
    take: (bytes) =>
      new Promise((resolve) => {
        waiting = { bytes, resolve }
        look()
      }),
    takeNow(bytes) {
      const isFree = !hasEnded && !waiting && underWay + bytes <= carrierWindow
      if (isFree) underWay += bytes
      return isFree
    },
    giveBack(bytes) {
      underWay = Math.max(0, underWay - bytes)
      look()
    },
    end() {
      hasEnded = true
      look()
    },
  }
}
