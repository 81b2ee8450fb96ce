import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // They wait for disks and for each other more than they work.
    maxWorkers: 4,
    // Nets under a hang, no measure of anything: a machine with other work on it may take its time, and the fault suites
    // kill processes and fill disks, hundreds of times.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    // A project's set-up runs only where one of its files does.
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,contract,fault,smoke}/**/*.test.ts'],
          globalSetup: ['tests/support/build-setup.ts'],
          setupFiles: ['tests/support/dom-parser.ts'],
          // The package would fetch its runtime when it is loaded.
          alias: { electron: resolve(import.meta.dirname, 'tests/support/electron-stand-in/electron.ts') },
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['tests/live/**/*.test.ts'],
          globalSetup: ['tests/support/browser-setup.ts'],
        },
      },
    ],
  },
})
