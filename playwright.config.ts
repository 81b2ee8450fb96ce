import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/support/e2e-setup.ts',
  // Two cores: hosts, vault processes and browsers of one partner keep one of them busy.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Nets under a hang, no measure of anything: a machine with other work on it may take its time.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  projects: [{ name: 'browser' }, { name: 'electron' }],
})
