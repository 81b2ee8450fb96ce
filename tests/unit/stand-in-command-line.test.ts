import { expect, it } from 'vitest'
import { isStartable, readCommandLine } from '../support/electron-stand-in/command-line'

it("[E292] a later start's arguments come in Chromium's order: switches first, values that stood apart behind", () => {
  const argv = ['twofold', '.', '--vault', '/a', '-x=1', 'twofold://invite#one', '--', '--data', '/b']
  const line = readCommandLine(argv, 'linux')
  line.appendSwitch('secure-schemes', 'app')
  expect(line.inOrder()).toEqual([
    'twofold',
    '--vault',
    '-x=1',
    '--secure-schemes=app',
    '.',
    '/a',
    'twofold://invite#one',
    '--',
    '--data',
    '/b',
  ])
  expect(['vault', 'x', 'secure-schemes', 'data'].map((name) => line.hasSwitch(name))).toEqual([
    true,
    true,
    true,
    false,
  ])
})

it('[E292] a slash begins a switch on Windows alone', () => {
  const argv = ['twofold.exe', '/remote-debugging-port=9222']
  expect(readCommandLine(argv, 'win32').hasSwitch('remote-debugging-port')).toBe(true)
  expect(readCommandLine(argv, 'linux').hasSwitch('remote-debugging-port')).toBe(false)
})

it('[E293] nothing may follow a link, unless a -- stands before it', () => {
  const link = 'twofold://invite#one'
  expect(isStartable(['twofold', '.', '--vault', 'C:\\here', link])).toBe(true)
  expect(isStartable(['twofold', '--', link, '--data', '/b'])).toBe(true)
  expect(isStartable(['twofold', link, '--data=/b'])).toBe(false)
  expect(isStartable(['twofold', link, '.'])).toBe(false)
})
