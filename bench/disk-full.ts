/**
 * Goal D8: an import onto a small drive that is full at so many different points: `npx node bench/disk-full.ts [--points 20]
 * [--seed 1]`. Each time it must stop with a sentence about free space, and after room was made carry on to the same
 * content as an undisturbed one. Needs Linux and the right to mount a drive in memory.
 */
import { parseArgs } from 'node:util'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { fillDrive } from './disk-full/fill-drive.ts'
import { canMount } from './disk-full/small-drive.ts'

const { values } = parseArgs({
  options: { points: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
})
if (!canMount) throw new Error('needs Linux and the right to mount')
using scratch = scratchFolder()
let [points, stopped, bad] = [0, 0, 0]
for await (const { free, needed, told, problems } of fillDrive(scratch, Number(values.points), Number(values.seed))) {
  points += 1
  console.log(`${Math.round(free / 1_024)} of ${Math.round(needed / 1_024)} KiB: ${told}`)
  for (const problem of problems) console.log(`  ${problem}`)
  if (told.includes('disk-full')) stopped += 1
  if (problems.length > 0 || (told !== 'done' && !told.includes('disk-full'))) bad += 1
}
console.log(`${points} points, ${stopped} stopped for want of space, ${bad} bad`)
process.exitCode = bad === 0 ? 0 : 1
