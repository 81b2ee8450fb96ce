import { assert, integer, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import { onScreen } from '../../electron/shell/on-screen'

const left = { x: 0, y: 30, width: 1920, height: 1050 }
const right = { x: 1920, y: 0, width: 1280, height: 1024 }
const size = { width: 1000, height: 700 }

it.each([
  ['it lies on one display', { x: 100, y: 100, ...size }],
  ['it lies across two', { x: 1500, y: 100, ...size }],
  ['its lower part is out of sight', { x: 100, y: 900, ...size }],
  ['enough of its upper edge can be taken hold of', { x: 1800 - 1000 + 1280, y: 5, ...size }],
])('[E216] a window stays where it is if %s', (_where, bounds) => {
  expect(onScreen(bounds, [left, right], left)).toEqual(bounds)
})

it.each([
  ['on a display that is gone', { x: 4000, y: 100, ...size }, { x: 920, y: 100, ...size }],
  ['all but a corner out of sight', { x: -980, y: 100, ...size }, { x: 0, y: 100, ...size }],
  ['with its title under the system’s bar', { x: 100, y: 10, ...size }, { x: 100, y: 30, ...size }],
  ['above all displays', { x: 100, y: -500, ...size }, { x: 100, y: 30, ...size }],
  ['larger than what is left', { x: 5000, y: 0, width: 3000, height: 2000 }, left],
])('[E216] a window %s is moved to where it can be taken hold of', (_where, bounds, moved) => {
  expect(onScreen(bounds, [left], left)).toEqual(moved)
})

it('[E216] wherever it was, it ends where it stays', () => {
  const coordinate = integer({ min: -9000, max: 9000 })
  const length = integer({ min: 1, max: 9000 })
  const bounds = record({ x: coordinate, y: coordinate, width: length, height: length })
  assert(
    property(bounds, (anywhere) => {
      const moved = onScreen(anywhere, [left, right], right)
      expect(onScreen(moved, [left, right], left)).toEqual(moved)
    }),
  )
})
