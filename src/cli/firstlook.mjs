#!/usr/bin/env node
// Starts the command line under a Node that can run it: the system's where it is new enough, else the one that npm installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as modules from 'node:module'
import { fileURLToPath } from 'node:url'

const source = new URL('./main.ts', import.meta.url)
const fromSource = existsSync(source)
const entry = fromSource ? source : new URL('../../out/main/cli.js', import.meta.url)

if (fromSource) {
  // Types are stripped once, not at every start; the folder is the clone's own, where nobody else can write.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/firstlook', import.meta.url))
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  if (fromSource) modules.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  await import(entry.href)
} else {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  let node
  try {
    node = modules
      .createRequire(import.meta.url)
      .resolve(`node-${platform}-${process.arch}/bin/node${platform === 'win' ? '.exe' : ''}`)
  } catch {
    process.stderr.write(
      `firstlook needs Node 24; this is ${process.version}. Install Node 24, or run "npm ci" again.\n`,
    )
    process.exit(1)
  }
  // The channel ends with this process, however it ends, and the command with the channel.
  const child = spawn(node, [fileURLToPath(entry), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
