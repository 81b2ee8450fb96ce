import type { AppState } from '../../shared/contract'

export type Host = AppState['host']
export type Platform = AppState['platform']

interface Shortcut {
  readonly group: 'everywhere' | 'reading' | 'page'
  /** `Mod` is Command on a Mac and Control elsewhere; the last part is the letter or sign on the key. */
  readonly keys: string
  /** What works besides where a browser's tab keeps `keys` to itself. */
  readonly inTab?: { readonly keys: string; readonly mac: string }
  /** Works while a dialog is open. */
  readonly inDialogs?: true
  /** Goes on while the keys are held down. */
  readonly repeats?: true
}

/*
 * Alt alone types letters on a Mac (Option-L is @ in German and ł in Polish), so a tab on a Mac gets Control instead;
 * elsewhere Alt is free, for AltGr reports itself as AltGraph or as Control with Alt.
 */
const all = {
  'new-entry': { group: 'everywhere', keys: 'Mod-n', inTab: { keys: 'Alt-n', mac: 'Ctrl-n' } },
  'new-shared-entry': {
    group: 'everywhere',
    keys: 'Mod-Shift-n',
    inTab: { keys: 'Alt-Shift-n', mac: 'Ctrl-Shift-n' },
  },
  lock: { group: 'everywhere', keys: 'Mod-l', inTab: { keys: 'Alt-l', mac: 'Ctrl-l' }, inDialogs: true },
  settings: { group: 'everywhere', keys: 'Mod-,' },
  shortcuts: { group: 'everywhere', keys: 'Mod-/' },
  'search-all': { group: 'reading', keys: 'Mod-Shift-f' },
  'page-or-list': { group: 'reading', keys: 'Mod-e' },
  today: { group: 'reading', keys: 'Mod-t', inTab: { keys: 'Alt-t', mac: 'Ctrl-t' } },
  'go-to-date': { group: 'reading', keys: 'Mod-g' },
  'previous-day': { group: 'reading', keys: 'Mod-[', repeats: true },
  'next-day': { group: 'reading', keys: 'Mod-]', repeats: true },
  find: { group: 'page', keys: 'Mod-f' },
  link: { group: 'page', keys: 'Mod-k' },
  bold: { group: 'page', keys: 'Mod-b' },
  italic: { group: 'page', keys: 'Mod-i' },
  strike: { group: 'page', keys: 'Mod-Shift-x' },
  'heading-1': { group: 'page', keys: 'Mod-Alt-1' },
  'heading-2': { group: 'page', keys: 'Mod-Alt-2' },
  'heading-3': { group: 'page', keys: 'Mod-Alt-3' },
  paragraph: { group: 'page', keys: 'Mod-Alt-0' },
  'bullet-list': { group: 'page', keys: 'Mod-Shift-8' },
  'ordered-list': { group: 'page', keys: 'Mod-Shift-7' },
  checklist: { group: 'page', keys: 'Mod-Shift-9' },
  quote: { group: 'page', keys: 'Mod-Shift-.' },
  undo: { group: 'page', keys: 'Mod-z', repeats: true },
  redo: { group: 'page', keys: 'Mod-Shift-z', repeats: true },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof all

/** Every shortcut of the app by its id: the one list that keys, tooltips and the sheet come from. */
export const shortcuts: Readonly<Record<ShortcutId, Shortcut>> = all
export const shortcutIds = Object.keys(all) as ShortcutId[]

/** What a keyboard event tells, as far as a shortcut depends on it. */
export type Keystroke = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'
>

/** The shortcut that was pressed, or null. Letters go by the layout, digits and signs with Shift by their place. */
export function matchShortcut(stroke: Keystroke, host: Host, platform: Platform): ShortcutId | null {
  if (stroke.getModifierState('AltGraph')) return null
  return (
    shortcutIds.find((id) => chordsOf(id, host, platform).some((chord) => isPressed(chord, stroke, platform))) ?? null
  )
}

/** The keys as a person reads them: '⇧⌘F' on a Mac, 'Ctrl+Shift+F' elsewhere; in a browser those that work in a tab. */
export function keysLabel(id: ShortcutId, host: Host, platform: Platform): string {
  const { modifiers, sign } = parse(chordsOf(id, host, platform).at(-1) ?? shortcuts[id].keys, platform)
  const names = platform === 'mac' ? macNames : plainNames
  const held = order.filter((modifier) => modifiers.has(modifier)).map((modifier) => names[modifier])
  return [...held, sign.toUpperCase()].join(platform === 'mac' ? '' : '+')
}

type Modifier = 'ctrl' | 'alt' | 'shift' | 'meta'
interface Chord {
  readonly modifiers: ReadonlySet<Modifier>
  readonly sign: string
}

/** As Apple's interface guidelines order them; the same order reads well elsewhere. */
const order = ['ctrl', 'alt', 'shift', 'meta'] as const
const macNames: Record<Modifier, string> = { ctrl: '⌃', alt: '⌥', shift: '⇧', meta: '⌘' }
const plainNames: Record<Modifier, string> = { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Meta' }

function chordsOf(id: ShortcutId, host: Host, platform: Platform): string[] {
  const { keys, inTab } = shortcuts[id]
  if (host !== 'browser' || !inTab) return [keys]
  // In an app window of its own the browser keeps nothing, so the usual keys are listened to as well.
  return [keys, platform === 'mac' ? inTab.mac : inTab.keys]
}

function parse(keys: string, platform: Platform): Chord {
  const parts = keys.split('-')
  const names = parts.slice(0, -1).map((part): Modifier => {
    if (part === 'Mod') return platform === 'mac' ? 'meta' : 'ctrl'
    return part === 'Alt' ? 'alt' : part === 'Shift' ? 'shift' : 'ctrl'
  })
  return { modifiers: new Set(names), sign: parts.at(-1) ?? '' }
}

function isPressed(keys: string, stroke: Keystroke, platform: Platform): boolean {
  const { modifiers, sign } = parse(keys, platform)
  return (
    stroke.ctrlKey === modifiers.has('ctrl') &&
    stroke.altKey === modifiers.has('alt') &&
    stroke.shiftKey === modifiers.has('shift') &&
    stroke.metaKey === modifiers.has('meta') &&
    signOf(stroke) === sign
  )
}

/** Where a key says nothing in Latin (another script, a dead key, a shifted digit), its place on the keyboard tells. */
function signOf({ key, code, shiftKey, altKey }: Keystroke): string {
  const readable = /^[\u0021-\u007e]$/u.test(key) && (/[a-z]/iu.test(key) ? !altKey : !shiftKey && !altKey)
  return readable ? key.toLowerCase() : (signByPlace(code) ?? key.toLowerCase())
}

function signByPlace(code: string): string | undefined {
  const letterOrDigit = /^(?:Key([A-Z])|Digit(\d))$/u.exec(code)
  return (letterOrDigit?.[1] ?? letterOrDigit?.[2])?.toLowerCase() ?? signs[code]
}

/** `KeyboardEvent.code` of the signs used above (UI Events KeyboardEvent code Values, W3C). */
const signs: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
}
