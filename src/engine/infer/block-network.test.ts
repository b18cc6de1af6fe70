import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const probe = fileURLToPath(new URL('../../../fixtures/network-probe.ts', import.meta.url))
const role = new URL('methods.ts', import.meta.url).href

it.skipIf(process.platform !== 'linux')(
  'the inference process reaches no network and holds no database (goal M9)',
  () => {
    const said = execFileSync(process.execPath, [probe, role], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(said)).toEqual({ reached: [], databases: [] })
  },
)
