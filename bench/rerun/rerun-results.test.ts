import { expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { rerunResults } from './rerun-results.ts'

it('stored results run again from their inputs are the same to the last bit (goal C3; 100: bench/rerun.ts)', async () => {
  using scratch = scratchFolder()
  const { results, different } = await rerunResults(scratch.path, 3, 1)
  expect(different).toEqual([])
  expect(results).toBe(9)
})
