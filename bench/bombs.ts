import { spawnSync } from 'node:child_process'
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { bytesOf, codedFrame, losslessUids, picture } from '#fixtures/coded-frames.ts'
import { concat, type DicomElement, encodeElements, writeDicom } from '#fixtures/dicom-bytes.ts'
import { greyHeader } from '#fixtures/grey-header.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeZip } from '#fixtures/zip-writer.ts'

/**
 * Opens small files that would become large, each in a process of its own, and says how each ended, after how long, and how
 * much memory the process took above what it held before: `node bench/bombs.ts` (goal F4: 1 s, 256 MiB).
 */
const MiB = 1024 ** 2
const most = { ms: 1000, MiB: 256 }
const syntaxes = { ...losslessUids, deflated: '1.2.840.10008.1.2.1.99', 'deflated-frames': '1.2.840.10008.1.2.8.1' }

const header = (rows: number, columns: number) => greyHeader('1.2.826.0.1.3680043.10.3.1', rows, columns)

function dicom(syntax: keyof typeof syntaxes, frame: Uint8Array, rows = 16, columns = 16): Uint8Array {
  const pixels: DicomElement = { tag: 0x7fe00010, vr: 'OB', value: { fragments: [frame] } }
  return writeDicom({ transferSyntaxUid: syntaxes[syntax], elements: [...header(rows, columns), pixels] })
}

/** A deflated data set whose last element has a GiB of zeros, of which only the deflated form is ever made. */
function deflatedDataSet(): Uint8Array {
  const whole = writeDicom({ transferSyntaxUid: syntaxes.deflated, elements: [] })
  const start = encodeElements(header(16, 16), { explicit: true, littleEndian: true })
  const meta = whole.subarray(0, whole.length - deflateRawSync(new Uint8Array()).length)
  const zeros = deflateRawSync(concat([start, new Uint8Array(1024 * MiB)]))
  return concat([meta, zeros])
}

async function wavelets(side: number, stated: number): Promise<Uint8Array> {
  const small = { rows: 16, columns: 16, bitsAllocated: 16, bitsStored: 16 }
  const frame = new Uint8Array(await codedFrame('jpeg-2000', bytesOf(picture(small)), small))
  const view = new DataView(frame.buffer, frame.byteOffset)
  for (const at of [8, 12, 24, 28]) view.setUint32(at, side)
  return dicom('jpeg-2000', frame, stated, stated)
}

function runs(): Uint8Array {
  const frame = Buffer.alloc(MiB, 0x81)
  frame.writeUInt32LE(2, 0)
  frame.writeUInt32LE(64, 4)
  frame.writeUInt32LE(MiB / 2, 8)
  return frame
}

function png(side: number): Uint8Array {
  const chunk = (kind: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(side, 0)
  size.writeUInt32BE(side, 4)
  size.set([8, 0, 0, 0, 0], 8)
  const rows = deflateSync(new Uint8Array((side + 1) * side))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', rows), chunk('IEND', new Uint8Array())])
}

const bombs: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'deflated data set.dcm': deflatedDataSet,
  'deflated frame.dcm': () => dicom('deflated-frames', deflateRawSync(new Uint8Array(1024 * MiB))),
  'runs.dcm': () => dicom('rle', runs()),
  'JPEG 2000 as its header says.dcm': () => wavelets(40_000, 40_000),
  'JPEG 2000 against its header.dcm': () => wavelets(40_000, 16),
  'picture.png': () => png(33_000),
  'entry.zip': () => writeZip([{ name: 'a.dcm', data: new Uint8Array(1024 * MiB) }]),
}

using folder = scratchFolder()
console.log(`${'bomb'.padEnd(34)} ${'bytes'.padStart(9)} ${'ms'.padStart(6)} ${'MiB'.padStart(5)}  ended`)
for (const [name, make] of Object.entries(bombs)) {
  const bytes = await make()
  folder.write(name, bytes)
  const args = ['bench/bombs/open-one.ts', folder.at(name), folder.path]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = JSON.parse(stdout || '{"outcome":"the process ended"}') as Ended
  const { outcome, ms = Number.NaN, grown = Number.NaN } = ended
  console.log(
    `${name.padEnd(34)} ${String(bytes.length).padStart(9)} ${ms.toFixed(0).padStart(6)} ${grown.toFixed(0).padStart(5)}  ${outcome}`,
  )
  const isRefused = outcome.startsWith('refused')
  if (!(isRefused && ms <= most.ms && grown <= most.MiB)) process.exitCode = 1
}

type Ended = { readonly outcome: string; readonly ms?: number; readonly grown?: number }
