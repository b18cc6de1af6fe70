import { limits } from '#shared/limits.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { numberOf, numbersOf, textOf } from '#core/dicom/data-set/values.ts'
import type { DicomImage } from '#core/dicom/pixel-data.ts'
import type { PixelTables } from '#core/dicom/stored-pixels.ts'
import { readEmbeddedPlane } from './embedded-overlay.ts'
import { inGroup, listOverlayGroups } from './overlay-groups.ts'

type Overlay = PixelTables['overlays'][number]

/** Reads the overlay planes of a frame (PS3.3 C.9.2); a plane whose data is missing or too short is left out. */
export function readOverlays(image: DicomImage, dataSet: DataSet, frame: number): readonly Overlay[] {
  return listOverlayGroups(dataSet).flatMap((group) => readOverlay(image, dataSet, group, frame) ?? [])
}

function readOverlay(image: DicomImage, dataSet: DataSet, group: number, frame: number): Overlay | undefined {
  const at = (attribute: Attribute): Attribute => inGroup(attribute, group)
  const rows = numberOf(dataSet, at(attributes.overlayRows)) ?? 0
  const columns = numberOf(dataSet, at(attributes.overlayColumns)) ?? 0
  if (!(rows >= 1 && columns >= 1 && rows * columns <= limits.dicom.pixels)) return undefined
  const data = elementOf(dataSet, at(attributes.overlayData))
    ? readPlane(dataSet, group, rows * columns, frame)
    : readEmbeddedPlane(image, numberOf(dataSet, at(attributes.overlayBitPosition)) ?? -1, { rows, columns }, frame)
  if (data === undefined) return undefined
  const [originRow = 1, originColumn = 1] = numbersOf(dataSet, at(attributes.overlayOrigin))
  return { rows, columns, originRow, originColumn, data, label: textOf(dataSet, at(attributes.overlayLabel)) }
}

/** The bits of one overlay frame, each as a byte. */
function readPlane(dataSet: DataSet, group: number, pixels: number, frame: number): Uint8Array | undefined {
  const element = elementOf(dataSet, inGroup(attributes.overlayData, group))
  const plane = overlayFrameOf(dataSet, group, frame)
  if (element?.length === undefined || plane === undefined) return undefined
  const firstBit = plane * pixels
  const lastByte = Math.ceil((firstBit + pixels) / 8)
  if (lastByte > element.length) return undefined
  // Whole words from an even byte, since big endian words are swapped.
  const firstByte = Math.floor(firstBit / 16) * 2
  const bytes = dataSet.bytes.source.read(element.offset + firstByte, lastByte + (lastByte % 2) - firstByte)
  if (bytes.length < lastByte - firstByte) return undefined
  const swap = !element.coding.littleEndian && element.vr !== 'OB' ? 1 : 0
  return Uint8Array.from({ length: pixels }, (_, pixel) => {
    const bit = firstBit - firstByte * 8 + pixel
    return ((bytes[(bit >>> 3) ^ swap] ?? 0) >>> (bit & 7)) & 1
  })
}

/** Which of the overlay's frames lies on this image frame, from 0; a single plane lies on all. */
function overlayFrameOf(dataSet: DataSet, group: number, frame: number): number | undefined {
  const count = numberOf(dataSet, inGroup(attributes.numberOfFramesInOverlay, group))
  if (count === undefined || count <= 1) return 0
  const plane = frame - (numberOf(dataSet, inGroup(attributes.imageFrameOrigin, group)) ?? 1)
  return plane >= 0 && plane < count ? plane : undefined
}
