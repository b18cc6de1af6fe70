import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { installWhatIsMissing } from './system-packages.ts'

/** What a runner counted. */
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

const root = resolve(import.meta.dirname, '../..')
const reports = mkdtempSync(join(tmpdir(), 'firstlook-tests-'))

/** Runs one npm script with its output shown; true when it ended well. */
function succeeds(script: string, args: readonly string[] = [], environment: Record<string, string> = {}): boolean {
  process.stdout.write(`\n— npm run ${script} —\n`)
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  })
  return status === 0
}

const one = (passed: boolean): Counts => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 })

/** A runner that writes its own counts; one that wrote none has failed. */
function counted(passed: boolean, read: () => Counts): Counts {
  try {
    const counts = read()
    return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 }
  } catch {
    return one(false)
  }
}

function unitTests(): Counts {
  const file = join(reports, 'unit.json')
  const passed = succeeds('check:unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return counted(passed, () => {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    return {
      passed: report['numPassedTests'] ?? 0,
      failed: report['numFailedTests'] ?? 0,
      skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
    }
  })
}

function windowTests(): Counts {
  const file = join(reports, 'window.json')
  const passed = succeeds('e2e', ['--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  return counted(passed, () => {
    const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: Record<string, number> }
    return {
      passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
      failed: stats['unexpected'] ?? 0,
      skipped: stats['skipped'] ?? 0,
    }
  })
}

function everything(): readonly Counts[] {
  const checks = ['check:format', 'check:lint', 'check:types', 'check:unused'].map((script) => one(succeeds(script)))
  const built = succeeds('build')
  return [...checks, unitTests(), one(built), ...(built ? [windowTests()] : [])]
}

installWhatIsMissing()
const counts = everything()
rmSync(reports, { recursive: true, force: true })
const sum = (name: keyof Counts) => counts.reduce((total, part) => total + part[name], 0)
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`)
process.exitCode = sum('failed') === 0 ? 0 : 1
