import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,fault,smoke,live}/**/*.test.ts'],
    globalSetup: ['tests/support/build-setup.ts'],
    pool: 'forks',
    // They wait for disks and for each other more than they work.
    maxWorkers: 2,
    // The fault suites kill processes and fill disks, hundreds of times.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
