import type { Header, NonImage } from '#shared/header.ts'
import type { ByteSource } from './byte-source.ts'
import { attributes, pixelDataTags } from './data-set/attributes.ts'
import { type DataSet, toDataSet } from './data-set/data-set.ts'
import { type Element, readElement } from './data-set/element.ts'
import { refuseHeader } from './data-set/refuse-header.ts'
import { textOf } from './data-set/values.ts'
import { walkElements } from './data-set/walk.ts'
import { openFile, type OpenedFile } from './file/open-file.ts'
import { toBadges } from './header/badges.ts'
import { readFrameMeaning } from './header/frame-meaning.ts'
import { framePartsOf } from './header/frame-parts.ts'
import { readObjectHeader } from './header/image-header.ts'
import { isNativePadded, locatePixelData } from './header/locate-pixel-data.ts'
import { readPatient, readSeries, readStudy } from './header/people-and-series.ts'
import { readPixelDescription } from './header/pixel-description.ts'
import { deriveUid, toUid } from './header/uid.ts'
import { toNonImage } from './objects/non-image.ts'
import { rememberParts } from './parsed-images.ts'
import type { DicomImage } from './pixel-data.ts'
import { readLookupTables } from './tables/lookup-tables.ts'
import { transferSyntaxes } from './pixels/transfer-syntaxes.ts'

/** A recognised object that holds no image. */
export type DicomNonImage = { readonly kind: 'non-image'; readonly nonImage: NonImage }

/**
 * Reads the header of a DICOM file in pieces and stops before the pixels. Gives an image, or names an object that holds
 * none; refuses what cannot be read, what is past the limits and what would be shown wrong.
 */
export function readDicom(source: ByteSource): DicomImage | DicomNonImage {
  const file = openFile(source)
  const { bytes, start, coding, transferSyntaxUid } = file
  const syntax = transferSyntaxes[transferSyntaxUid]
  if (syntax === undefined) {
    refuseHeader('unsupported-transfer-syntax', 'Expected a transfer syntax of the standard; came an unknown one.')
  }
  const walked = walkElements(bytes, coding, { start, end: bytes.size }, (tag) => pixelDataTags.has(tag))
  const dataSet = toDataSet(bytes, walked.elements)
  const pixels = readElement(bytes, walked.position, bytes.size, coding)
  const element = pixels && pixelDataTags.get(pixels.tag)
  if (pixels === undefined || element === undefined) {
    return { kind: 'non-image', nonImage: toNonImage(dataSet, file.meta, walked.truncated) }
  }
  if (syntax.coding === 'refused') {
    refuseHeader('unsupported-transfer-syntax', `Expected a transfer syntax that can be decoded; came ${syntax.name}.`)
  }
  return toImage(file, dataSet, pixels, element, syntax.coding === 'native')
}

function toImage(
  file: OpenedFile,
  dataSet: DataSet,
  pixels: Element,
  kind: 'integer' | 'float' | 'double',
  native: boolean,
): DicomImage {
  const { bytes, transferSyntaxUid, meta } = file
  const description = readPixelDescription(dataSet, kind)
  const pixelData = locatePixelData(dataSet, pixels, kind, transferSyntaxUid)
  const pixelDataLonger = native && isNativePadded(description, pixelData, bytes.source)
  const patient = readPatient(dataSet)
  const study = readStudy(dataSet, patient)
  const series = readSeries(dataSet, study.studyInstanceUid)
  const identity = {
    sopClassUid: textOf(dataSet, attributes.sopClassUid) ?? meta.mediaStorageSopClassUid,
    sopInstanceUid:
      toUid(textOf(dataSet, attributes.sopInstanceUid) ?? meta.mediaStorageSopInstanceUid) ??
      deriveUid(['instance', series.seriesInstanceUid, bytes.size.toString(), bytes.read(0, 64 * 1_024)]),
    transferSyntaxUid,
  }
  const object = readObjectHeader(dataSet, description, identity)
  const partsOf = framePartsOf(dataSet)
  const headerOf = (frame: number): Header => {
    const parts = partsOf(frame)
    const tables = readLookupTables(parts, description)
    const image = { ...object, ...readFrameMeaning(parts, tables, frame) }
    const badges = toBadges(image, dataSet, {
      suspiciousPreamble: file.suspiciousPreamble,
      pixelDataLonger,
      unusualLut: tables.unusual,
      modality: series.modality,
    })
    return { format: 'dicom', patient, study, series, image: { ...image, badges } }
  }
  const image: DicomImage = { kind: 'image', header: headerOf(1), pixelData, source: bytes.source }
  rememberParts(image, { dataSet, partsOf, headerOf })
  return image
}
