import type { ImageHeader } from '#shared/header.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import type { DataSet } from '#core/dicom/data-set/data-set.ts'
import { numberOf, numbersOf, textOf } from '#core/dicom/data-set/values.ts'
import { planeNormal } from '#core/dicom/geometry/plane-normal.ts'
import type { LookupTables } from '#core/dicom/tables/lookup-tables.ts'
import { type FrameParts, macroOf } from './frame-parts.ts'
import { readSpacing } from './spacing.ts'
import { readWindows } from './windows.ts'

/** What can differ from frame to frame of one object. */
export type FrameMeaning = Pick<
  ImageHeader,
  | 'imageLaterality'
  | 'imageOrientationPatient'
  | 'imagePositionPatient'
  | 'spacing'
  | 'windows'
  | 'rescaleSlope'
  | 'rescaleIntercept'
  | 'rescaleType'
  | 'hasModalityLut'
  | 'hasVoiLut'
>

/** Reads the geometry, windows and rescale of a frame from its functional groups or the data set. */
export function readFrameMeaning(parts: FrameParts, tables: LookupTables, frame: number): FrameMeaning {
  const { dataSet } = parts
  const value = macroOf(parts, attributes.pixelValueTransformationSequence)
  const orientation = vector(macroOf(parts, attributes.planeOrientationSequence), attributes.imageOrientationPatient, 6)
  const position = vector(macroOf(parts, attributes.planePositionSequence), attributes.imagePositionPatient, 3)
  return {
    imageLaterality: readLaterality(parts),
    imageOrientationPatient: orientation,
    imagePositionPatient: position && shiftByGrid(dataSet, position, orientation, frame),
    spacing: readSpacing(macroOf(parts, attributes.pixelMeasuresSequence), dataSet),
    windows: readWindows(macroOf(parts, attributes.frameVoiLutSequence)),
    rescaleSlope: readSlope(value),
    rescaleIntercept: numberOf(value, attributes.rescaleIntercept),
    rescaleType: textOf(value, attributes.rescaleType),
    hasModalityLut: tables.modalityLut !== undefined,
    hasVoiLut: tables.voiLuts.length > 0,
  }
}

/** A slope that is written but is 0 or no number stays so: whoever gives values their meaning refuses it. */
function readSlope(value: DataSet): number | undefined {
  return textOf(value, attributes.rescaleSlope) === undefined ? undefined : numbersOf(value, attributes.rescaleSlope)[0]
}

function readLaterality(parts: FrameParts): string | undefined {
  const own = textOf(macroOf(parts, attributes.frameAnatomySequence), attributes.frameLaterality)
  return own ?? textOf(parts.dataSet, attributes.imageLaterality) ?? textOf(parts.dataSet, attributes.laterality)
}

function vector(dataSet: DataSet, attribute: Attribute, length: number): readonly number[] | undefined {
  const values = numbersOf(dataSet, attribute)
  return values.length === length && values.every(Number.isFinite) ? values : undefined
}

/** The planes of a dose grid lie along its normal (PS3.3 C.8.8.3.2); elsewhere a frame keeps its position. */
function shiftByGrid(
  dataSet: DataSet,
  position: readonly number[],
  orientation: readonly number[] | undefined,
  frame: number,
): readonly number[] {
  const offsets = numbersOf(dataSet, attributes.gridFrameOffsetVector)
  const offset = offsets[frame - 1]
  if (offset === undefined || !Number.isFinite(offset) || orientation === undefined) return position
  const shift = offset - (offsets[0] ?? 0)
  const normal = planeNormal(orientation)
  return position.map((coordinate, axis) => coordinate + shift * (normal[axis] ?? 0))
}
