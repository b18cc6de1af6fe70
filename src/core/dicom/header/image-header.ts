import type { ImageHeader } from '#shared/header.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { numberOf, numbersOf, textOf, textsOf } from '#core/dicom/data-set/values.ts'
import { latin1Text } from '#core/dicom/text/decode-text.ts'
import { countOverlays } from '#core/dicom/tables/overlay-groups.ts'
import { joinDateTime, toDate, toDateTime, toTime } from './dates.ts'
import type { FrameMeaning } from './frame-meaning.ts'
import { integerOf } from './people-and-series.ts'
import type { PixelDescription } from './pixel-description.ts'
import { readViewPosition } from './view-position.ts'

/** All of an image's header that does not differ from frame to frame, but for its badges. */
export type ObjectHeader = Omit<ImageHeader, keyof FrameMeaning | 'badges'>

/** Reads the image modules (PS3.3 C.7.6, C.8 and C.11). */
export function readObjectHeader(
  dataSet: DataSet,
  pixels: PixelDescription,
  identity: Pick<ImageHeader, 'sopInstanceUid' | 'sopClassUid' | 'transferSyntaxUid'>,
): ObjectHeader {
  return {
    ...identity,
    ...pixels,
    specificCharacterSet: readCharacterSetName(dataSet),
    imageType: listOf(dataSet, attributes.imageType),
    instanceNumber: integerOf(dataSet, attributes.instanceNumber),
    acquiredAt: readAcquiredAt(dataSet),
    viewPosition: readViewPosition(dataSet),
    patientOrientation: listOf(dataSet, attributes.patientOrientation),
    presentationIntentType: textOf(dataSet, attributes.presentationIntentType),
    burnedInAnnotation: textOf(dataSet, attributes.burnedInAnnotation),
    lossyImageCompression: textOf(dataSet, attributes.lossyImageCompression),
    presentationLutShape: textOf(dataSet, attributes.presentationLutShape),
    overlays: countOverlays(dataSet),
    pixelAspectRatio: readAspectRatio(dataSet),
    frameTimeMs: readFrameTime(dataSet),
  }
}

function listOf(dataSet: DataSet, attribute: Attribute): readonly string[] | undefined {
  const texts = textsOf(dataSet, attribute)
  return texts.some((text) => text !== '') ? texts : undefined
}

function readCharacterSetName(dataSet: DataSet): string | undefined {
  const element = elementOf(dataSet, attributes.specificCharacterSet)
  if (element?.length === undefined) return undefined
  return (
    latin1Text(dataSet.bytes.read(element.offset, Math.min(element.length, 256))).replace(/[ \0]+$/, '') || undefined
  )
}

function readAcquiredAt(dataSet: DataSet): string | undefined {
  const { acquisitionDate, acquisitionTime, contentDate, contentTime } = attributes
  const { seriesDate, seriesTime, studyDate, studyTime } = attributes
  const at = (date: Attribute, time: Attribute): string | undefined =>
    joinDateTime(toDate(textOf(dataSet, date)), toTime(textOf(dataSet, time)))
  return (
    toDateTime(textOf(dataSet, attributes.acquisitionDateTime)) ??
    at(acquisitionDate, acquisitionTime) ??
    at(contentDate, contentTime) ??
    at(seriesDate, seriesTime) ??
    at(studyDate, studyTime)
  )
}

function readAspectRatio(dataSet: DataSet): readonly [vertical: number, horizontal: number] | undefined {
  const [vertical = 0, horizontal = 0] = numbersOf(dataSet, attributes.pixelAspectRatio)
  return vertical > 0 && horizontal > 0 ? [vertical, horizontal] : undefined
}

function readFrameTime(dataSet: DataSet): number | undefined {
  const frameTime = numberOf(dataSet, attributes.frameTime) ?? numbersOf(dataSet, attributes.frameTimeVector)[1]
  if (frameTime !== undefined && frameTime > 0) return frameTime
  const rate = numberOf(dataSet, attributes.cineRate)
  return rate !== undefined && rate > 0 ? 1_000 / rate : undefined
}
