import { defineConfig } from '@playwright/test'
import { browserLaunchOptions } from './src/workshop/browser.mjs'
import { freePort, HOST } from './src/workshop/port.mjs'
import { installedProgram } from './src/workshop/run.mjs'

// This file is read again in every worker process; they inherit the port from the first reading.
process.env.AERODB_E2E_PORT ??= String(await freePort())
const port = process.env.AERODB_E2E_PORT
const vite = `"${installedProgram('vite')}"`
const url = `http://localhost:${port}/`

export default defineConfig({
  testDir: 'e2e',
  // What ends otherwise is Vitest's.
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  workers: 2,
  // Until it is called a failure: a busy machine is slow, and no test passes by waiting.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'node_modules/.cache/aerodb/e2e.json' }]],
  use: {
    baseURL: url,
    browserName: 'chromium',
    launchOptions: await browserLaunchOptions(),
    viewport: { width: 1440, height: 900 },
    // A trace takes the page's picture at each call, and most tests make thousands: those that act as a person turn it on.
    trace: 'off',
  },
  webServer: {
    // `npm test` has built the page already.
    command: `${process.env.AERODB_BUILT === '1' ? '' : `${vite} build && `}${vite} preview --host ${HOST} --port ${port} --strictPort`,
    url,
    reuseExistingServer: false,
  },
})
