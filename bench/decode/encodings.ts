import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, codedFrame } from '#fixtures/coded-frames.ts'
import { writeDicom } from '#fixtures/dicom-bytes.ts'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { greyHeader } from '#fixtures/grey-header.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'

/** One coding of the same picture, and the tool of DCMTK that decodes it, where one does. */
export type Encoding = {
  readonly name: string
  readonly file: string
  readonly dcmtk?: 'dcmdrle' | 'dcmdjpeg' | 'dcmdjpls'
}

type Encoder = readonly [
  name: string,
  source: 'deep' | 'shallow',
  command: readonly string[],
  dcmtk?: Encoding['dcmtk'],
]

const encoders: readonly Encoder[] = [
  ['RLE', 'deep', ['dcmcrle'], 'dcmdrle'],
  ['JPEG baseline', 'shallow', ['dcmcjpeg', '+eb'], 'dcmdjpeg'],
  ['JPEG extended, 12 bits', 'deep', ['dcmcjpeg', '+ee'], 'dcmdjpeg'],
  ['JPEG lossless', 'deep', ['dcmcjpeg', '+e1'], 'dcmdjpeg'],
  ['JPEG-LS', 'deep', ['dcmcjpls', '+el'], 'dcmdjpls'],
  ['JPEG-LS near-lossless', 'deep', ['dcmcjpls', '+en'], 'dcmdjpls'],
  ['JPEG 2000 lossless', 'deep', ['gdcmconv', '--j2k']],
  ['JPEG 2000 lossy', 'deep', ['gdcmconv', '--lossy', '--j2k', '-r', '10']],
]

/** Writes a drawn radiograph of `side` × `side` pixels, 12 bits and 8, in every coding that can be written here. */
export async function writeEncodings(folder: string, side: number): Promise<readonly Encoding[]> {
  const sources = {
    deep: writeSource(folder, side, 12),
    shallow: writeSource(folder, side, 8),
  }
  const written = encoders.map(([name, source, [tool = '', ...options], dcmtk]): Encoding => {
    const file = join(folder, `${name}.dcm`)
    execFileSync(tool, [...options, sources[source].file, file], { stdio: 'ignore' })
    return dcmtk === undefined ? { name, file } : { name, file, dcmtk }
  })
  const { pixels } = sources.deep
  return [
    ...written,
    await writeCoded(folder, 'HTJ2K lossless', 'htj2k', '1.2.840.10008.1.2.4.201', pixels, side),
    await writeCoded(folder, 'JPEG XL lossless', 'jpeg-xl', '1.2.840.10008.1.2.4.110', pixels, side),
  ]
}

function writeSource(folder: string, side: number, bitsStored: number) {
  const drawing = drawChestPhantom({ seed: 1, rows: side, columns: side, bitsStored })
  const file = join(folder, `source-${bitsStored}.dcm`)
  writeFileSync(file, writeRadiograph(drawing, { identity: syntheticIdentity(1, 'adult') }))
  return { file, pixels: drawing.pixels }
}

async function writeCoded(
  folder: string,
  name: string,
  coding: 'htj2k' | 'jpeg-xl',
  transferSyntaxUid: string,
  pixels: Uint16Array,
  side: number,
): Promise<Encoding> {
  const header = { rows: side, columns: side, bitsAllocated: 16, bitsStored: 16 }
  const frame = await codedFrame(coding, bytesOf(pixels), header)
  const file = join(folder, `${name}.dcm`)
  writeFileSync(
    file,
    writeDicom({
      transferSyntaxUid,
      elements: [
        ...greyHeader('1.2.826.0.1.3680043.10.2', side, side),
        { tag: 0x7fe00010, vr: 'OB', value: { fragments: [frame] } },
      ],
    }),
  )
  return { name, file }
}
