import { parsedImage } from './parsed-images.ts'
import type { DicomImage } from './pixel-data.ts'
import type { PixelTables } from './stored-pixels.ts'
import { readIccProfile } from './tables/icc-profile.ts'
import { readLookupTables } from './tables/lookup-tables.ts'
import { readOverlays } from './tables/overlays.ts'

/** Reads the tables that give the stored values of a frame, counted from 1, their meaning and look; refuses impossible ones. */
export function readPixelTables(image: DicomImage, frame: number): PixelTables {
  const { dataSet, partsOf } = parsedImage(image)
  const { modalityLut, voiLuts, presentationLut, palette } = readLookupTables(partsOf(frame), image.header.image)
  return {
    modalityLut,
    voiLuts,
    presentationLut,
    palette,
    overlays: readOverlays(image, dataSet, frame),
    iccProfile: readIccProfile(dataSet),
  }
}
