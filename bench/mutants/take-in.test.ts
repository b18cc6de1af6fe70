import { expect, it } from 'vitest'
import { mutatedScan } from '#fixtures/mutated-scans.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { takeIn } from './take-in.ts'

it('mutated files go through the whole pipeline and each is imported or refused by kind (goal F2; 2,000: bench/mutated-scans.ts)', async () => {
  using scratch = scratchFolder()
  for (let seed = 1; seed <= 200; seed += 1) {
    const { name, bytes } = await mutatedScan(seed)
    scratch.write(`scans/${name}`, bytes)
  }
  const taken = await takeIn(scratch.at('scans'), scratch.at('data'))
  expect([taken.untold, taken.bugs, taken.restarts]).toEqual([[], [], 0])
  // The mutants reach the decoders and the model, and are not all turned away at the door.
  expect(taken.analyses['analysed']).toBeGreaterThan(5)
  expect(taken.analyses['failed: decode-failed']).toBeGreaterThan(5)
})
