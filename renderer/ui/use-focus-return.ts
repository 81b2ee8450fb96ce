import { useEffect, useState } from 'react'

/** Where the focus was before the first of the dialogs that are on the screen, and how many those are. */
const returning: { to: Element | null; shown: number } = { to: null, shown: 0 }

/**
 * For a dialog: when it and all that came in its place have gone, and the focus is nowhere, it goes back to where it was
 * before the first. React Aria gives it back to where it was before the last, and that may be gone with the first.
 */
export function useFocusReturn(): void {
  // While it is first drawn: as soon as it is on the screen, the focus is in it.
  useState(() => (returning.to ??= document.activeElement))
  useEffect(() => {
    returning.shown += 1
    return () => {
      returning.shown -= 1
      // React Aria does its part at the next frame.
      requestAnimationFrame(giveBack)
    }
  }, [])
}

function giveBack(): void {
  if (returning.shown > 0) return
  const { to } = returning
  returning.to = null
  if (document.activeElement === document.body && to instanceof HTMLElement && to.isConnected) to.focus()
}
