/**
 * What is measured inside a page, by the page's own clock and in the same way in the app and beside it. A probe is set
 * first; `measured` then gives the milliseconds, once what it waits for has happened.
 */
export interface Probes {
  /** From the next event of this type to the end of the first frame that shows the selector. */
  eventToPaint(type: 'keydown' | 'pointerup', selector: string): void
  /** From the last key to the end of the first frame in which `status` says again what it said, after other words. */
  lastKeyToSameWords(status: Element): void
  /**
   * How long the next key keeps an editor busy: from the key to the end of its update, and from the beginning of the
   * next frame to the end of its measuring. Waiting for that frame and painting it are left out.
   */
  keyToMeasured(): void
  /** Begins to watch how long the window is busy at a stretch; `longestTurn` ends it and gives the longest, in ms. */
  watchTurns(): void
  longestTurn(): number
  /** What the probe set last has measured, in ms; rejects where that didn't happen in time. */
  measured(): Promise<number>
}

declare global {
  // oxlint-disable-next-line no-var
  var twofoldProbes: Probes
}

/** Runs once everything that is under way now has been done: a task of its own, after tasks and painting before it. */
function afterThis(action: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', action, { once: true })
  port1.start()
  port2.postMessage(null)
}

/** Runs when the next frame has been painted. */
const afterPaint = (action: () => void) => requestAnimationFrame(() => afterThis(action))

const inDocument = { subtree: true, childList: true, characterData: true }

/** How long what is measured may take, in ms. */
const patience = 20_000

/** The least that a browser lets a timer wait once timers follow each other (HTML, 'timers'); ms. */
const leastTimer = 4
let turns = { longest: 0, isWatching: false }

function watchTurns(): void {
  const own = { longest: 0, isWatching: true }
  turns = own
  let last = performance.now()
  const look = () => {
    const now = performance.now()
    own.longest = Math.max(own.longest, now - last - leastTimer)
    last = now
    if (own.isWatching) setTimeout(look, leastTimer)
  }
  setTimeout(look, leastTimer)
}

let measured: Promise<number> = Promise.reject(new Error('no probe is set'))
measured.catch(() => {})

function set(probe: (resolve: (ms: number) => void) => void): void {
  measured = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('what is to be measured has not happened')), patience)
    probe(resolve)
  })
  measured.catch(() => {})
}

globalThis.twofoldProbes = {
  measured: () => measured,

  watchTurns,
  longestTurn() {
    turns.isWatching = false
    return turns.longest
  },

  eventToPaint: (type, selector) =>
    set((resolve) => {
      let begun = 0
      addEventListener(type, () => (begun = performance.now()), { once: true, capture: true })
      const observer = new MutationObserver(() => {
        if (begun === 0 || !document.querySelector(selector)) return
        observer.disconnect()
        afterPaint(() => resolve(performance.now() - begun))
      })
      observer.observe(document, inDocument)
    }),

  lastKeyToSameWords: (status) =>
    set((resolve) => {
      const words = status.textContent
      let pressed = 0
      let hasChanged = false
      const onKey = () => (pressed = performance.now())
      addEventListener('keydown', onKey, { capture: true })
      const observer = new MutationObserver(() => {
        hasChanged ||= status.textContent !== words
        if (!hasChanged || status.textContent !== words) return
        observer.disconnect()
        removeEventListener('keydown', onKey, { capture: true })
        afterPaint(() => resolve(performance.now() - pressed))
      })
      observer.observe(status, inDocument)
    }),

  keyToMeasured: () =>
    set((resolve) => {
      let pressed = 0
      let frame = 0
      const onKey = () => {
        pressed = performance.now()
        // Asked for before the editor asks for its own, so that it comes first in the frame in which the editor measures.
        requestAnimationFrame(() => (frame = performance.now()))
      }
      // The editor learns of the new letter by a mutation observer, whose turn is before that of a microtask asked for now.
      const onInput = () =>
        queueMicrotask(() => {
          const busy = performance.now() - pressed
          requestAnimationFrame(() => resolve(busy + performance.now() - frame))
        })
      addEventListener('keydown', onKey, { once: true, capture: true })
      addEventListener('input', onInput, { once: true })
    }),
}
