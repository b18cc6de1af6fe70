import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const python = '/usr/bin/python3'
const modules = 'import torch, onnx, numpy, scipy, PIL, pydicom'
const ready = existsSync(python) && spawnSync(python, ['-c', modules]).status === 0
if (!ready) console.log(`Skipped: the training scripts need ${python} with torch, onnx, numpy, scipy, PIL and pydicom.`)

const outcome = z.object({
  finite: z.boolean(),
  falls: z.boolean(),
  mapIsLogit: z.number(),
  detections: z.array(z.number()),
  boxes: z.number(),
  exchanged: z.tuple([z.array(z.number()), z.boolean()]),
  gateInput: z.array(z.number()),
  opset: z.number(),
  ramp: z.array(z.number()),
})

describe.skipIf(!ready)('the training scripts', () => {
  it('take a few steps of each network, keep the map’s mean as the logit, and export', { timeout: 120_000 }, () => {
    const run = spawnSync(python, [join(import.meta.dirname, 'smoke.py')], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
    })
    expect(run.status, run.stderr).toBe(0)
    const found = outcome.parse(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? ''))
    expect(found).toMatchObject({
      finite: true,
      falls: true,
      detections: [1, 8, 756],
      exchanged: [[24, 1, 192, 192], true],
      gateInput: [4, 1, 96, 96],
      opset: 16,
    })
    expect(found.mapIsLogit).toBeLessThan(1e-5)
    expect(found.boxes).toBeGreaterThan(0)
    // A ramp of 100 a pixel over 400 pixels: 2.083 a step, so 54, 19 842 or so, and just below 39 900.
    const [first = 0, middle = 0, last = 0] = found.ramp
    expect(first).toBeGreaterThan(30)
    expect(first).toBeLessThan(110)
    expect(Math.abs(middle - 19_846)).toBeLessThan(80)
    expect(last).toBeGreaterThan(39_700)
    expect(last).toBeLessThan(39_900)
  })
})
