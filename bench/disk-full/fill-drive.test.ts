import { expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { fillDrive } from './fill-drive.ts'
import { canMount } from './small-drive.ts'

it.skipIf(!canMount)(
  'an import onto a full drive stops with a sentence about space and carries on (goal D8; skipped where no drive can be mounted; 20 points: bench/disk-full.ts)',
  async () => {
    using scratch = scratchFolder()
    for await (const { told, problems } of fillDrive(scratch, 2, 1)) {
      expect([told, problems]).toEqual([expect.stringMatching(/disk-full: Expected free space/), []])
    }
  },
)
