import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findElectron } from './electron-stand-in/find-electron.ts'

const root = join(import.meta.dirname, '..')

// The same specs on either: real Electron where its binary is, else the stand-in.
if (findElectron(root) === undefined) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'electron-stand-in')
}

export default defineConfig({
  testDir: '.',
  outputDir: join(root, 'test-results'),
  // Each spec starts processes of its own; two cores do not carry two apps.
  workers: 1,
  timeout: 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  projects: [
    { name: 'stand-in', testMatch: 'electron-stand-in/**/*.spec.ts' },
    { name: 'build', testMatch: 'build.setup.ts' },
    { name: 'app', testMatch: '*.spec.ts', testIgnore: 'electron-stand-in/**', dependencies: ['build'] },
  ],
})
