import type { Header } from '#shared/header.ts'
import { parsedImage } from './parsed-images.ts'
import type { DicomImage } from './pixel-data.ts'

/** The header with the geometry, windows and rescale of one frame, counted from 1. */
export function headerOfFrame(image: DicomImage, frame: number): Header {
  return frame === 1 ? image.header : parsedImage(image).headerOf(frame)
}
