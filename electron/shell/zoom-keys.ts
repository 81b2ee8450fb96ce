import type { Input } from 'electron'
import type { ZoomChange } from '../core/host/zoom'

/** What a key event tells, as far as zooming depends on it. */
export type ZoomStroke = Pick<Input, 'type' | 'key' | 'code' | 'shift' | 'control' | 'alt' | 'meta'>

/**
 * The change of zoom that a key asks for, or null: Ctrl, on a Mac Command, with plus, minus or zero. Plus is what the
 * layout calls so, with Shift or without, or the key that has it above an equals sign; zero is also its key where the
 * layout has a letter there. With Alt none is: that is AltGr, which types, and the app's own shortcuts.
 */
export function zoomChangeOf(stroke: ZoomStroke, platform: NodeJS.Platform): ZoomChange | null {
  const { type, key, code, shift, control, alt, meta } = stroke
  const [held, free] = platform === 'darwin' ? [meta, control] : [control, meta]
  if (type !== 'keyDown' || !held || free || alt) return null
  if (key === '+' || (key === '=' && (!shift || code === 'Equal'))) return 'in'
  if (key === '-' || (key === '_' && shift)) return 'out'
  // With the number lock off the zero of the number pad is Insert, and Ctrl+Insert copies.
  return key === '0' || (code === 'Digit0' && !shift) ? 'reset' : null
}
