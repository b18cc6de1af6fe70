import { execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(join(root, 'out-lint-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
symlinkSync(join(root, '.config'), join(scratch, '.config'))

/** Lints one file, placed as `path` of a scratch tree, with the project's own configuration. */
function lint(path: string, source: string): string {
  const file = join(scratch, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  try {
    return execFileSync(
      join(root, 'node_modules/.bin/oxlint'),
      ['-c', join(root, '.oxlintrc.json'), '--no-ignore', file],
      {
        cwd: scratch,
        encoding: 'utf8',
      },
    )
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

describe('the dependency table', () => {
  it.each([
    ['src/core/triage/violating.ts', "import Database from 'better-sqlite3'\nexport const d = Database\n"],
    ['src/renderer/violating.ts', "import { readFile } from 'node:fs/promises'\nexport const r = readFile\n"],
    ['src/core/dicom/violating.ts', "import { x } from '#core/store/index.ts'\nexport const y = x\n"],
    [
      'src/core/image/violating.ts',
      "import { decodePixels } from '#core/dicom/index.ts'\nexport const d = decodePixels\n",
    ],
    ['src/core/intake/violating.ts', "import { x } from '#core/dicom/parse.ts'\nexport const y = x\n"],
    ['src/shared/violating.ts', "import { x } from '../core/dicom/index.ts'\nexport const y = x\n"],
    ['src/main/violating.ts', "export const load = () => import('onnxruntime-node')\n"],
  ])('refuses a violation in %s', (path, source) => {
    expect(lint(path, source)).toContain('house(dependency-table)')
  })

  it.each([
    [
      'src/core/triage/allowed.ts',
      "import type { Box } from '#shared/geometry.ts'\nexport const box: Box = [0, 0, 1, 1]\n",
    ],
    [
      'src/core/image/allowed.ts',
      "import type { Header } from '#core/dicom/index.ts'\nexport const rows = (h: Header) => h\n",
    ],
    [
      'src/core/store/allowed.ts',
      "import Database from 'better-sqlite3'\nexport const open = () => new Database(':memory:')\n",
    ],
  ])('lets %s pass', (path, source) => {
    expect(lint(path, source)).not.toContain('house(dependency-table)')
  })
})
