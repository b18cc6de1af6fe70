import type { PixelTables, StoredPixels } from '#core/dicom/index.ts'
import { toRgb } from '#core/image/index.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import { hashStoredValues } from './hashes.ts'
import type { ImageLocation } from './locate.ts'
import { withPicture } from './open-picture.ts'

/** What a file is: a non-image by its class, or an image by its description, its header and the values of one frame. */
export type Inspection =
  | { readonly isImage: false; readonly sopClassUid?: string | undefined; readonly what: string }
  | ({ readonly isImage: true } & ReturnType<typeof describe> & {
        readonly sha256?: string | undefined
        readonly min?: number | undefined
        readonly max?: number | undefined
        readonly mean?: number | undefined
        readonly rgbMean?: readonly number[] | undefined
      })

/** Reads a file's header and decodes one frame. `sha256`, `min`, `max` and `mean` are of stored values of one sample. */
export async function inspect(location: ImageLocation, frame: number, temp: string): Promise<Inspection> {
  try {
    return await withPicture(location, temp, async (opened): Promise<Inspection> => {
      if (opened.kind === 'non-image') {
        const { sopClassUid, what } = opened.nonImage
        return { isImage: false, ...(sopClassUid === undefined ? {} : { sopClassUid }), what }
      }
      const { stored, header, tables } = await opened.frame(frame)
      return { isImage: true, ...describe(header), ...grey(stored), ...colour(stored, tables) }
    })
  } catch (error) {
    // An import refuses an object without the pixels that it should have; here it is asked what it is.
    if (isTriageError(error) && error.kind === 'not-an-image' && error.stage === 'header') {
      return { isImage: false, what: 'DICOM object without pixel data' }
    }
    throw error
  }
}

function describe(header: Header) {
  const { patient, study, series, image } = header
  return {
    format: header.format,
    rows: image.rows,
    columns: image.columns,
    frames: image.numberOfFrames,
    samples: image.samplesPerPixel,
    photometric: image.photometricInterpretation,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    signed: image.pixelRepresentation === 1,
    modality: series.modality ?? '',
    sopClass: image.sopClassUid ?? '',
    transferSyntax: image.transferSyntaxUid ?? '',
    patient,
    study,
    series,
    image,
  }
}

function grey(stored: StoredPixels) {
  if (stored.samplesPerPixel !== 1) return {}
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let i = 0; i < stored.data.length; i++) {
    const value = stored.data[i]!
    if (value < min) min = value
    if (value > max) max = value
    sum += value
  }
  return { sha256: hashStoredValues(stored), min, max, mean: sum / stored.data.length }
}

/** Means of R, G and B at the depth of the file. */
function colour(stored: StoredPixels, tables: PixelTables) {
  if (stored.photometricInterpretation.startsWith('MONOCHROME')) return {}
  const { data } = toRgb(stored, tables)
  const sums: [red: number, green: number, blue: number] = [0, 0, 0]
  for (let i = 0; i + 2 < data.length; i += 3) {
    sums[0] += data[i]!
    sums[1] += data[i + 1]!
    sums[2] += data[i + 2]!
  }
  return { rgbMean: sums.map((sum) => (3 * sum) / data.length) }
}
