import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf, itemsOf } from '#core/dicom/data-set/data-set.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import type { LookupTable, PixelTables } from '#core/dicom/stored-pixels.ts'
import { type FrameParts, macroOf } from '#core/dicom/header/frame-parts.ts'
import type { PixelDescription } from '#core/dicom/header/pixel-description.ts'
import { readLookupTable } from './lookup-table.ts'
import { readPalette } from './palette.ts'

/** The tables that give stored values their meaning, but for overlays and profile. */
export type LookupTables = Pick<PixelTables, 'modalityLut' | 'voiLuts' | 'presentationLut' | 'palette'> & {
  /** True where a table is present that cannot be applied and changes the look only. */
  readonly unusual: boolean
}

/**
 * Reads the lookup tables of a frame. Without its modality LUT or palette an image would be another one: where these are
 * impossible it is refused. VOI and presentation LUTs are left out then, and said to be unusual.
 */
export function readLookupTables(parts: FrameParts, pixels: PixelDescription): LookupTables {
  const { dataSet } = parts
  const { pixelRepresentation, photometricInterpretation } = pixels
  const read = (holder: DataSet, sequence: Attribute, representation: number): readonly (LookupTable | undefined)[] =>
    itemsOf(holder, sequence).map((item) => readLookupTable(item, representation))
  const modality = read(
    macroOf(parts, attributes.pixelValueTransformationSequence),
    attributes.modalityLutSequence,
    pixelRepresentation,
  )
  if (modality.length > 0 && modality[0] === undefined) {
    refuseHeader('bad-header', 'Expected a modality LUT with the entries that its descriptor states; came another.')
  }
  const voi = read(macroOf(parts, attributes.frameVoiLutSequence), attributes.voiLutSequence, pixelRepresentation)
  const presentation = read(dataSet, attributes.presentationLutSequence, 0)
  const palette =
    photometricInterpretation === 'PALETTE COLOR' ? requirePalette(dataSet, pixelRepresentation) : undefined
  return {
    modalityLut: modality[0],
    voiLuts: voi.filter((table) => table !== undefined),
    presentationLut: presentation[0],
    palette,
    unusual: [...voi, ...presentation].includes(undefined) || isUnusualShape(dataSet),
  }
}

function requirePalette(dataSet: DataSet, pixelRepresentation: number): PixelTables['palette'] {
  const palette = readPalette(dataSet, pixelRepresentation)
  if (palette === undefined) {
    refuseHeader(
      'bad-header',
      'Expected three palette tables with the entries that their descriptors state; came others.',
    )
  }
  return palette
}

/** A presentation LUT of an image's own, which only printed images have, is not applied by every viewer. */
function isUnusualShape(dataSet: DataSet): boolean {
  return elementOf(dataSet, attributes.presentationLutSequence) !== undefined
}
