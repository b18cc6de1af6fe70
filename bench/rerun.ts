/**
 * Goal C3: stored results run again from their stored inputs, in new processes, must be the same to the last bit:
 * `npx node bench/rerun.ts [--images 34] [--seed 1]`, each image judged by every shipped model.
 */
import { parseArgs } from 'node:util'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { rerunResults } from './rerun/rerun-results.ts'

const { values } = parseArgs({
  options: { images: { type: 'string', default: '34' }, seed: { type: 'string', default: '1' } },
})
using scratch = scratchFolder()
const { results, different } = await rerunResults(scratch.path, Number(values.images), Number(values.seed))
for (const line of different) console.log(line)
console.log(`${results - different.length} of ${results} results are the same to the last bit (seed ${values.seed})`)
process.exitCode = different.length === 0 && results > 0 ? 0 : 1
