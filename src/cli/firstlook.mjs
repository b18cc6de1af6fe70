#!/usr/bin/env node
// Starts the command line under a Node that can run it: the system's where it is new enough, else the one that npm installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const source = new URL('./main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../../out/main/cli.js', import.meta.url)

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(entry.href)
} else {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  let node
  try {
    node = createRequire(import.meta.url).resolve(
      `node-${platform}-${process.arch}/bin/node${platform === 'win' ? '.exe' : ''}`,
    )
  } catch {
    process.stderr.write(
      `firstlook needs Node 24; this is ${process.version}. Install Node 24, or run "npm ci" again.\n`,
    )
    process.exit(1)
  }
  const { status, signal } = spawnSync(node, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(signal ? 1 : (status ?? 1))
}
