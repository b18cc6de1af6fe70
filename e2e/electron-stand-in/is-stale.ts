import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const built = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']

/** Whether the built app is missing, or older than something that it was built from. */
export function isStale(root: string): boolean {
  const times = built.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs)
  if (times.includes(undefined)) return true
  const oldest = Math.min(...times.map(Number))
  return sources.some((path) => newest(join(root, path)) > oldest)
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
  const inner = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => !/\.test\.tsx?$/.test(name))
  return Math.max(0, ...inner.map((name) => statSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}
