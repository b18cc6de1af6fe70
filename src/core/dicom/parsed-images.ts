import type { Header } from '#shared/header.ts'
import type { DataSet } from './data-set/data-set.ts'
import type { FrameParts } from './header/frame-parts.ts'
import type { DicomImage } from './pixel-data.ts'

/** What is kept of an image beside its header, for what is read of it later. */
export type ParsedImage = {
  readonly dataSet: DataSet
  readonly partsOf: (frame: number) => FrameParts
  readonly headerOf: (frame: number) => Header
}

const parsed = new WeakMap<DicomImage, ParsedImage>()

/** Keeps what was parsed for as long as the image lives. */
export function rememberParts(image: DicomImage, parts: ParsedImage): void {
  parsed.set(image, parts)
}

/** What was parsed of an image that `readDicom` gave. */
export function parsedImage(image: DicomImage): ParsedImage {
  const found = parsed.get(image)
  if (found === undefined) throw new Error('an image of readDicom was expected')
  return found
}
