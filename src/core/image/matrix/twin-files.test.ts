import { describe, expect, it } from 'vitest'
import { decodeFrame, readDicom, readPixelTables } from '#core/dicom/index.ts'
import { bytesOf, codedFrame, type CodingName, losslessUids } from '#fixtures/coded-frames.ts'
import { type DicomElement, writeDicom } from '#fixtures/dicom-bytes.ts'
import { inputOf } from '#fixtures/grey-picture.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { toDisplayed } from '#core/image/to-displayed.ts'
import { toModalityImage } from '#core/image/to-modality-image.ts'
import { toTensor } from '#core/image/to-tensor.ts'

const rows = 18
const columns = 22
const codings = ['native', 'rle', 'jpeg', 'jpeg-ls', 'jpeg-2000', 'htj2k'] as const

type Pair = {
  readonly window: 'none' | 'LINEAR' | 'SIGMOID'
  readonly slope: 1 | -1
  readonly padding: boolean
  readonly signed: boolean
}

const pairs = (['none', 'LINEAR', 'SIGMOID'] as const).flatMap((window) =>
  ([1, -1] as const).flatMap((slope) =>
    [false, true].flatMap((padding) => [false, true].map((signed): Pair => ({ window, slope, padding, signed }))),
  ),
)

/** Of 12 bits: lowest and highest stored value together, about which a twin's values are mirrored. */
const mirrorOf = (signed: boolean): number => (signed ? -1 : 4_095)

/** The file of a picture, or of its twin: other photometric interpretation, values, window and padding mirrored. */
async function writeFile(pair: Pair, coding: 'native' | CodingName, twin: boolean): Promise<Uint8Array> {
  const { signed, slope, window, padding } = pair
  const mirror = mirrorOf(signed)
  const random = seededRandom(3)
  const lowest = signed ? -2_048 : 0
  const intercept = 24
  const pixels = Array.from({ length: rows * columns }, (_, index) =>
    padding && index % columns < 3 ? lowest : lowest + 40 + (random.integer() % 4_000),
  )
  const cells = Uint16Array.from(pixels, (value) => (twin ? mirror - value : value))
  const header = { rows, columns, bitsAllocated: 16, bitsStored: 12, pixelRepresentation: signed ? 1 : 0 } as const
  const center = lowest * slope + intercept + slope * 1_900
  const mirrored = slope * mirror + 2 * intercept - center + (window === 'LINEAR' ? 1 : 0)
  const us = (tag: number, value: number): DicomElement => ({ tag, vr: 'US', value })
  const text = (tag: number, vr: string, value: string): DicomElement => ({ tag, vr, value })
  const pixelData: DicomElement =
    coding === 'native'
      ? { tag: 0x7fe00010, vr: 'OW', value: bytesOf(cells) }
      : { tag: 0x7fe00010, vr: 'OB', value: { fragments: [await codedFrame(coding, bytesOf(cells), header)] } }
  return writeDicom({
    transferSyntaxUid: coding === 'native' ? '1.2.840.10008.1.2.1' : losslessUids[coding],
    elements: [
      text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      text(0x00080018, 'UI', '1.2.826.0.1.3680043.10.6'),
      us(0x00280002, 1),
      text(0x00280004, 'CS', twin ? 'MONOCHROME2' : 'MONOCHROME1'),
      us(0x00280010, rows),
      us(0x00280011, columns),
      us(0x00280100, 16),
      us(0x00280101, 12),
      us(0x00280102, 11),
      us(0x00280103, signed ? 1 : 0),
      ...(padding ? [{ tag: 0x00280120, vr: signed ? 'SS' : 'US', value: twin ? mirror - lowest : lowest }] : []),
      ...(window === 'none'
        ? []
        : [
            text(0x00281050, 'DS', String(twin ? mirrored : center)),
            text(0x00281051, 'DS', '1500'),
            text(0x00281056, 'CS', window),
          ]),
      text(0x00281052, 'DS', String(intercept)),
      text(0x00281053, 'DS', String(slope)),
      pixelData,
    ].toSorted((a, b) => a.tag - b.tag),
  })
}

async function readFile(bytes: Uint8Array) {
  const object = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (object.kind !== 'image') throw new Error('an image was expected')
  const tables = readPixelTables(object, 1)
  const image = toModalityImage(await decodeFrame(object, 1), object.header.image, tables)
  const { values, badges } = toDisplayed(image, tables)
  const tensor = await toTensor(image, inputOf(16, 16, { pixelSource: 'displayed' }), tables)
  return { values, badges, tensor: tensor.data }
}

describe('the files of a MONOCHROME1 picture and of its inverted MONOCHROME2 twin (goal C5)', () => {
  it('come in 24 pairs', () => expect(pairs).toHaveLength(24))

  it.each(pairs)('show and feed the same: %o', async (pair) => {
    const turn = pairs.indexOf(pair)
    const [first, second] = [
      codings[turn % codings.length] ?? 'native',
      codings[(turn + 1) % codings.length] ?? 'native',
    ]
    const one = await readFile(await writeFile(pair, first, false))
    const two = await readFile(await writeFile(pair, second, true))
    expect(two.values).toEqual(one.values)
    expect(two.badges).toEqual(one.badges)
    expect(two.tensor).toEqual(one.tensor)
    expect(new Set(one.values).size).toBeGreaterThan(100)
  })
})
