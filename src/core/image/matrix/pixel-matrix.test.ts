import { beforeAll, describe, expect, it } from 'vitest'
import { decodeFrame, readDicom, readPixelTables, type StoredPixels } from '#core/dicom/index.ts'
import { drawCombinations, nameOf, writeCombination } from '#fixtures/pixel-matrix.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { isTriageError } from '#shared/errors.ts'
import { toDisplayed } from '#core/image/to-displayed.ts'
import { toModalityImage } from '#core/image/to-modality-image.ts'
import { hasIndependentReader, readIndependently, type Reading } from './independent-reader.ts'

const seed = 20_261_124
const combinations = drawCombinations(280, seed)

type Shown = {
  readonly stored: StoredPixels
  readonly shown: readonly number[]
  readonly padding: Uint8Array | undefined
}

/** A file read, decoded and shown by Firstlook: grey or RGB in 0..1; or why it was refused. */
async function show(bytes: Uint8Array): Promise<Shown | string> {
  try {
    const object = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
    if (object.kind !== 'image') return 'no image'
    const stored = await decodeFrame(object, 1)
    const tables = readPixelTables(object, 1)
    const image = toModalityImage(stored, object.header.image, tables)
    if (image.kind === 'colour')
      return { stored, shown: [...image.values].map((value) => value / 255), padding: undefined }
    const { values } = toDisplayed(image, tables)
    return { stored, shown: [...values].map((value) => value / 65_535), padding: image.padding }
  } catch (error) {
    if (isTriageError(error)) return `refused: ${error.kind}`
    throw error
  }
}

/** How what is shown differs from the independent reading; `undefined` where it does not. */
function difference(ours: Shown, theirs: Reading, tolerance: number): string | undefined {
  if ('unreadable' in theirs) return `the independent reader says ${theirs.unreadable}`
  const wrongStored = theirs.stored.findIndex((value, index) => ours.stored.data[index] !== value)
  if (theirs.stored.length !== ours.stored.data.length || wrongStored >= 0) {
    return `stored value ${wrongStored}: ${ours.stored.data[wrongStored]} for ${theirs.stored[wrongStored]}`
  }
  const wrong = theirs.shown.findIndex((value, index) => {
    const shown = ours.shown[index] ?? NaN
    return !(ours.padding?.[index] === 1 ? shown === 0 : Math.abs(shown - value) <= tolerance)
  })
  return wrong < 0 ? undefined : `shown value ${wrong}: ${ours.shown[wrong]} for ${theirs.shown[wrong]}`
}

describe.skipIf(!hasIndependentReader)('the pixel matrix (goal C4; skipped where pydicom and GDCM are missing)', () => {
  const outcomes: (Shown | string)[] = []
  let readings: Readonly<Record<string, Reading>> = {}

  beforeAll(async () => {
    using folder = scratchFolder()
    for (const [index, combination] of combinations.entries()) {
      const bytes = await writeCombination(combination, seed + index)
      // Some flaws end the reader's process.
      if (combination.flaw === undefined) folder.write(String(index), bytes)
      outcomes.push(await show(bytes))
    }
    readings = readIndependently(folder.path)
  })

  it('shows nothing wrong: every file is as the independent reader has it, or refused', () => {
    const wrong = combinations.flatMap((combination, index) => {
      const ours = outcomes[index] ?? 'missing'
      if (typeof ours === 'string' || combination.flaw !== undefined) return []
      // Colour is shown in 8 bits.
      const tolerance = combination.photometric.startsWith('MONO') ? 2 / 65_535 : 1.01 / 255
      const told = difference(ours, readings[String(index)] ?? { unreadable: 'nothing' }, tolerance)
      return told === undefined ? [] : [`${nameOf(combination)}: ${told}`]
    })
    expect(wrong).toEqual([])
  })

  it('refuses every flaw, and nothing else', () => {
    const unexpected = combinations.flatMap((combination, index) => {
      const ours = outcomes[index]
      const refused = typeof ours === 'string' && ours.startsWith('refused')
      return refused === (combination.flaw !== undefined)
        ? []
        : [`${nameOf(combination)}: ${typeof ours === 'string' ? ours : 'shown'}`]
    })
    expect(unexpected).toEqual([])
  })

  it('holds at least 200 combinations', () => {
    expect(combinations.length).toBeGreaterThanOrEqual(200)
    expect(outcomes.length).toBe(combinations.length)
  })
})
