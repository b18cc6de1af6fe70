import type { Spacing } from '#shared/header.ts'
import type { Attribute } from '#core/dicom/data-set/attributes.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import type { DataSet } from '#core/dicom/data-set/data-set.ts'
import { numbersOf, textOf } from '#core/dicom/data-set/values.ts'

/** Modalities that project the body onto a detector: their spacing depends on the distance to it (PS3.3 10.7.1.3). */
const projections = new Set(['CR', 'DX', 'DR', 'RG', 'MG', 'PX', 'IO', 'XA', 'RF', 'RTIMAGE', 'XC', 'DF', 'DS'])

/** True for images in which a distance on the detector is not one in the patient. */
export function isProjection(modality: string | undefined): boolean {
  return modality !== undefined && projections.has(modality)
}

/**
 * Pixel spacing and what it means (PS3.3 10.7.1.3). In projections Pixel Spacing is calibrated where it says so or differs from
 * that of the detector, and else is the detector's.
 */
export function readSpacing(measures: DataSet, dataSet: DataSet): Spacing | undefined {
  const pixel = pair(measures, attributes.pixelSpacing)
  const detector = pair(dataSet, attributes.imagerPixelSpacing) ?? pair(dataSet, attributes.nominalScannedPixelSpacing)
  if (pixel === undefined) return detector && { ...detector, meaning: 'detector' }
  if (textOf(measures, attributes.pixelSpacingCalibrationType)) return { ...pixel, meaning: 'calibrated' }
  if (detector && !isSame(pixel, detector)) return { ...pixel, meaning: 'calibrated' }
  const projected = detector !== undefined || isProjection(textOf(dataSet, attributes.modality))
  return { ...pixel, meaning: projected ? 'detector' : 'patient' }
}

type Pair = Omit<Spacing, 'meaning'>

function pair(dataSet: DataSet, attribute: Attribute): Pair | undefined {
  const [rowMm = 0, columnMm = 0] = numbersOf(dataSet, attribute)
  return rowMm > 0 && columnMm > 0 && Number.isFinite(rowMm * columnMm) ? { rowMm, columnMm } : undefined
}

function isSame(one: Pair, other: Pair): boolean {
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * b
  return close(one.rowMm, other.rowMm) && close(one.columnMm, other.columnMm)
}
