import { describe, expect, it } from 'vitest'
import { nextZoom } from '../../electron/core/host/zoom'
import { zoomChangeOf, type ZoomStroke } from '../../electron/shell/zoom-keys'

const stroke = (change: Partial<ZoomStroke>): ZoomStroke => ({
  type: 'keyDown',
  key: '',
  code: '',
  shift: false,
  control: true,
  alt: false,
  meta: false,
  ...change,
})
const on = (change: Partial<ZoomStroke>) => zoomChangeOf(stroke(change), 'linux')

describe('the keys of the zoom', () => {
  it.each([
    ['US, unshifted', { key: '=', code: 'Equal' }],
    ['US, with Shift', { key: '+', code: 'Equal', shift: true }],
    ['US on a Mac, which may leave out what Shift does', { key: '=', code: 'Equal', shift: true }],
    ['German', { key: '+', code: 'BracketRight' }],
    ['Swiss', { key: '+', code: 'Digit1', shift: true }],
    ['French', { key: '=', code: 'Equal' }],
    ['Japanese', { key: '+', code: 'Semicolon', shift: true }],
    ['Hungarian', { key: '+', code: 'Digit3', shift: true }],
    ['the number pad', { key: '+', code: 'NumpadAdd' }],
  ])('[E218] plus zooms in: %s', (_layout, key) => expect(on(key)).toBe('in'))

  it.each([
    ['US', { key: '-', code: 'Minus' }],
    ['US, with Shift', { key: '_', code: 'Minus', shift: true }],
    ['German', { key: '-', code: 'Slash' }],
    ['French', { key: '-', code: 'Digit6' }],
    ['the number pad', { key: '-', code: 'NumpadSubtract' }],
  ])('[E218] minus zooms out: %s', (_layout, key) => expect(on(key)).toBe('out'))

  it.each([
    ['US', { key: '0', code: 'Digit0' }],
    ['French, with Shift and without', { key: 'à', code: 'Digit0' }],
    ['French, with Shift', { key: '0', code: 'Digit0', shift: true }],
    ['Arabic', { key: '٠', code: 'Digit0' }],
    ['the number pad', { key: '0', code: 'Numpad0' }],
  ])('[E218] zero gives the page its own size: %s', (_layout, key) => expect(on(key)).toBe('reset'))

  it.each([
    ['German Ctrl+Shift+0, where the equals sign is', { key: '=', code: 'Digit0', shift: true }],
    ['Hungarian Ctrl+Shift+7, a list with numbers', { key: '=', code: 'Digit7', shift: true }],
    ['French Ctrl+8, where the underscore is', { key: '_', code: 'Digit8' }],
    ['Ctrl+Insert, which copies', { key: 'Insert', code: 'Numpad0' }],
    ['Ctrl+Shift+0 in US', { key: ')', code: 'Digit0', shift: true }],
    ['AltGr, which types', { key: '+', code: 'BracketRight', alt: true }],
    ['Ctrl+Alt+0, a paragraph', { key: '0', code: 'Digit0', alt: true }],
    ['a key let go', { type: 'keyUp', key: '+', code: 'Equal' }],
    ['nothing held', { key: '+', code: 'Equal', control: false }],
  ])('[E218] nothing is zoomed by %s', (_what, key) => expect(on(key)).toBe(null))

  it('[E218] on a Mac Command is held, elsewhere Ctrl', () => {
    const command = stroke({ key: '+', control: false, meta: true })
    expect(zoomChangeOf(command, 'darwin')).toBe('in')
    expect(zoomChangeOf(command, 'win32')).toBe(null)
    expect(zoomChangeOf(stroke({ key: '+' }), 'darwin')).toBe(null)
  })
})

it('[E218] from any size it goes to the next step, and no further than the last', () => {
  expect(nextZoom(1, 'in')).toBe(1.1)
  expect(nextZoom(1.2, 'in')).toBe(1.25)
  expect(nextZoom(1.2, 'out')).toBe(1.1)
  expect(nextZoom(2, 'in')).toBe(2)
  expect(nextZoom(0.5, 'out')).toBe(0.5)
  expect(nextZoom(1.75, 'reset')).toBe(1)
})
