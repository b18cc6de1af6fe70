import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isStale } from './electron-stand-in/is-stale.ts'

const root = join(import.meta.dirname, '..')

// Specs drive what is built: it is built from what is there now.
test('the app is built', () => {
  test.setTimeout(180_000)
  if (!isStale(root)) return
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  expect(status).toBe(0)
})
