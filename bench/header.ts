import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ByteSource, readDicom } from '#core/dicom/index.ts'
import { isTriageError } from '#shared/errors.ts'

/**
 * Headers a second beside pydicom (stop_before_pixels) and dcmdump, all reading the same files in turns:
 * `node bench/header.ts [--rounds 5] [--folder DIR]`. Ours gives the whole header; pydicom is timed bare, and with the same
 * attributes looked up, since it decodes values only when asked.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    folder: { type: 'string', default: existsSync('../shared/data/dicom') ? '../shared/data' : 'fixtures/samples' },
  },
})
const python = '/usr/bin/python3'

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function withSource<Result>(path: string, use: (source: ByteSource) => Result): Result {
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    return use({
      size,
      read(offset, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
        return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset))
      },
    })
  } finally {
    closeSync(descriptor)
  }
}

/** True where the file is an image to us; only those are compared. */
function isImage(path: string): boolean {
  try {
    return withSource(path, readDicom).kind === 'image'
  } catch (error) {
    if (isTriageError(error)) return false
    throw error
  }
}

const folders = ['dicom', 'studies'].map((name) => join(values.folder, name)).filter((path) => existsSync(path))
const images = (folders.length > 0 ? folders : [values.folder]).flatMap(listFiles).filter(isImage)
const rounds = Number(values.rounds)
const turns = 20

/** Seconds that reading all images took, by the clock and of processor time. */
type Cost = { readonly clock: number; readonly processor: number }

function ours(): Cost {
  const start = performance.now()
  const used = process.cpuUsage()
  for (let turn = 0; turn < turns; turn++) for (const path of images) withSource(path, readDicom)
  const { user, system } = process.cpuUsage(used)
  return { clock: (performance.now() - start) / 1_000 / turns, processor: (user + system) / 1_000_000 / turns }
}

const attributes =
  'PatientID PatientName PatientBirthDate PatientSex PatientAge StudyInstanceUID StudyDate StudyTime AccessionNumber StudyDescription SeriesInstanceUID Modality SeriesNumber SeriesDescription BodyPartExamined Manufacturer SOPInstanceUID SOPClassUID InstanceNumber ImageType ViewPosition PatientOrientation ImageOrientationPatient ImagePositionPatient Rows Columns NumberOfFrames SamplesPerPixel PhotometricInterpretation BitsAllocated BitsStored HighBit PixelRepresentation RescaleSlope RescaleIntercept WindowCenter WindowWidth PixelSpacing ImagerPixelSpacing LossyImageCompression'
const pydicomScript = `
import sys, time, warnings
import pydicom
warnings.simplefilter('ignore')
files = sys.stdin.read().split('\\n')
names = sys.argv[1].split()
def run():
    start = (time.perf_counter(), time.process_time())
    for path in files:
        data = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        for name in names:
            getattr(data, name, None)
    return time.perf_counter() - start[0], time.process_time() - start[1]
run()
print(*run())
`
/** One process for all files; what it prints is thrown away. */
const dcmdumpScript = `
import os, subprocess, sys, time
files = sys.stdin.read().split('\\n')
start = time.perf_counter()
subprocess.run(['dcmdump', '-q', '-M', *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = os.times()
print(time.perf_counter() - start, used.children_user + used.children_system)
`

function inPython(script: string, names: string): Cost {
  const { stdout } = spawnSync(python, ['-c', script, names], { input: images.join('\n'), encoding: 'utf8' })
  const [clock = Number.NaN, processor = Number.NaN] = (stdout ?? '').split(' ').map(Number.parseFloat)
  return { clock, processor }
}

const runs: Readonly<Record<string, () => Cost>> = {
  firstlook: ours,
  'pydicom, bare': () => inPython(pydicomScript, ''),
  'pydicom, values read': () => inPython(pydicomScript, attributes),
  dcmdump: () => inPython(dcmdumpScript, ''),
}

ours()
const best = new Map<string, Cost>()
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(runs)) {
    const now = run()
    const before = best.get(name) ?? now
    const least = { clock: Math.min(before.clock, now.clock), processor: Math.min(before.processor, now.processor) }
    best.set(name, least)
  }
}
const own = best.get('firstlook') ?? { clock: Number.NaN, processor: Number.NaN }
console.log(`${images.length} images, best of ${rounds} rounds`)
for (const [name, { clock, processor }] of best) {
  if (Number.isNaN(clock)) {
    console.log(`${name.padEnd(22)} not here`)
    continue
  }
  const rate = (seconds: number): string => String(Math.round(images.length / seconds)).padStart(6)
  const times = (theirs: number, mine: number): string => `${(theirs / mine).toFixed(1)} ×`
  const byClock = `${rate(clock)} headers/s, firstlook ${times(clock, own.clock)}`
  const byProcessor = `${rate(processor)} a second of processor time, firstlook ${times(processor, own.processor)}`
  console.log(`${name.padEnd(22)} ${byClock}; ${byProcessor}`)
}
