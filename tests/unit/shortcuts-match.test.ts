import { describe, expect, it } from 'vitest'
import { keysLabel, type Keystroke, matchShortcut, shortcutIds } from '../../renderer/lib/shortcuts'

type Press = Partial<Omit<Keystroke, 'getModifierState'>> & { altGraph?: boolean }

const press = ({ altGraph = false, ...keys }: Press): Keystroke => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...keys,
  getModifierState: (name) => name === 'AltGraph' && altGraph,
})

describe('shortcuts', () => {
  it('[U10] Control on Windows and Linux and Command on a Mac mean the same shortcut', () => {
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', ctrlKey: true }), 'electron', 'linux')).toBe('new-entry')
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', metaKey: true }), 'electron', 'mac')).toBe('new-entry')
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', ctrlKey: true }), 'electron', 'mac')).toBeNull()
    expect(matchShortcut(press({ key: 'n', code: 'KeyN' }), 'electron', 'linux')).toBeNull()
  })

  it('[U11] in a browser, keys that a tab keeps have another that also works, and the label names that one', () => {
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', altKey: true }), 'browser', 'linux')).toBe('new-entry')
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', ctrlKey: true }), 'browser', 'linux')).toBe('new-entry')
    expect(matchShortcut(press({ key: 'n', code: 'KeyN', altKey: true }), 'electron', 'linux')).toBeNull()
    expect(keysLabel('new-entry', 'browser', 'linux')).toBe('Alt+N')
    expect(keysLabel('new-entry', 'electron', 'linux')).toBe('Ctrl+N')
  })

  it('[U12] in a browser on a Mac no letter that Option types is taken for a shortcut', () => {
    expect(matchShortcut(press({ key: 'ł', code: 'KeyL', altKey: true }), 'browser', 'mac')).toBeNull()
    expect(matchShortcut(press({ key: 'l', code: 'KeyL', ctrlKey: true }), 'browser', 'mac')).toBe('lock')
    expect(keysLabel('lock', 'browser', 'mac')).toBe('⌃L')
  })

  it('[U13] a letter goes by the layout, or by its place where the layout has no Latin letters', () => {
    expect(matchShortcut(press({ key: 'n', code: 'KeyL', ctrlKey: true }), 'electron', 'linux')).toBe('new-entry')
    expect(matchShortcut(press({ key: 'т', code: 'KeyN', ctrlKey: true }), 'electron', 'linux')).toBe('new-entry')
  })

  it('[U14] shifted digits and signs are known by their place', () => {
    const shifted = { ctrlKey: true, shiftKey: true }
    expect(matchShortcut(press({ key: '*', code: 'Digit8', ...shifted }), 'electron', 'windows')).toBe('bullet-list')
    expect(matchShortcut(press({ key: '>', code: 'Period', ...shifted }), 'electron', 'windows')).toBe('quote')
    expect(matchShortcut(press({ key: 'F', code: 'KeyF', ...shifted }), 'electron', 'windows')).toBe('search-all')
    expect(matchShortcut(press({ key: '/', code: 'Slash', ctrlKey: true }), 'electron', 'windows')).toBe('shortcuts')
  })

  it('[U15] a character typed with AltGr is never a shortcut', () => {
    const altGr = { ctrlKey: true, altKey: true, altGraph: true }
    expect(matchShortcut(press({ key: '}', code: 'Digit0', ...altGr }), 'electron', 'windows')).toBeNull()
  })

  it('[U16] on a Mac labels are its signs in their usual order, elsewhere words', () => {
    expect(keysLabel('search-all', 'electron', 'mac')).toBe('⇧⌘F')
    expect(keysLabel('heading-1', 'electron', 'mac')).toBe('⌥⌘1')
    expect(keysLabel('search-all', 'electron', 'windows')).toBe('Ctrl+Shift+F')
    expect(keysLabel('next-day', 'browser', 'linux')).toBe('Ctrl+]')
  })

  it.each(['electron', 'browser'] as const)('[U17] no two shortcuts share a label in the %s host', (host) => {
    for (const platform of ['mac', 'windows', 'linux'] as const) {
      const labels = shortcutIds.map((id) => keysLabel(id, host, platform))
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})
