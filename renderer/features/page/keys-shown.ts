import { keysLabel, type ShortcutId } from '../../lib/shortcuts'

/** A page's keys as a person reads them on this machine; no browser keeps any of them to itself. */
export function keysShown(id: ShortcutId): string {
  return keysLabel(id, 'electron', /Mac|iPhone|iPad/.test(navigator.platform) ? 'mac' : 'linux')
}
