import { useEffect, useRef } from 'react'
import { type Host, matchShortcut, type Platform, type ShortcutId, shortcuts } from './shortcuts'

/** What each shortcut does; one without a handler is left to whatever has the focus. */
export type ShortcutHandlers = Partial<Record<ShortcutId, () => void>>

/** `KeyboardEvent.keyCode` while an input method is composing (UI Events, 'legacy key attributes'). */
const composing = 229

/**
 * Listens to the whole window, ahead of what has the focus. While a dialog is open only the shortcuts marked for that
 * are heard; while an input method composes, none.
 */
export function useShortcuts(handlers: ShortcutHandlers, { host, platform }: { host: Host; platform: Platform }): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === composing) return
      const id = matchShortcut(event, host, platform)
      const act = id && latest.current[id]
      if (!act || (dialogIsOpen() && !shortcuts[id].inDialogs)) return
      event.preventDefault()
      event.stopPropagation()
      if (!event.repeat || shortcuts[id].repeats) act()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [host, platform])
}

const dialogIsOpen = () => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
