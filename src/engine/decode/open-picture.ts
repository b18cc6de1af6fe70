import { basename } from 'node:path'
import {
  decodeFrame,
  headerOfFrame,
  type PixelTables,
  readDicom,
  readPixelTables,
  type StoredPixels,
} from '#core/dicom/index.ts'
import { openRaster } from '#core/image/index.ts'
import { classifyFile, type ImageFormat, type OpenedSource, openSource } from '#core/intake/index.ts'
import { fromFailure, TriageError } from '#shared/errors.ts'
import type { Header, NonImage } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'
import { type ImageLocation, toSourceLocation } from './locate.ts'

/** A frame with its meaning: what core/image makes everything of. */
export type DecodedFrame = { readonly stored: StoredPixels; readonly header: Header; readonly tables: PixelTables }

/** An opened image file, whatever its format; close it. */
export type Picture = {
  readonly kind: 'image'
  readonly header: Header
  readonly source: OpenedSource
  /** Known where the whole file had to be read anyway. */
  readonly sha256: string | undefined
  readonly frame: (frame: number) => Promise<DecodedFrame>
}

const noTables: PixelTables = { voiLuts: [], overlays: [] }

type Opened = Picture | { readonly kind: 'non-image'; readonly nonImage: NonImage }

/** Runs `work` on an opened image, or on what it turns out to be; the file is closed whatever happens. */
export async function withPicture<T>(
  location: ImageLocation,
  tempFolder: string,
  work: (picture: Opened) => Promise<T>,
  reading: Reading = 'parts',
): Promise<T> {
  const file = await openSource(toSourceLocation(location), tempFolder, location.found)
  const source = reading === 'whole' ? held(file) : file
  try {
    const format = location.format ?? formatOf(source, location)
    if (typeof format !== 'string') return await work({ kind: 'non-image', nonImage: { format: 'other', ...format } })
    return await work(format === 'dicom' ? openDicom(source) : await openPictureFile(source, format))
  } finally {
    source.close()
  }
}

/** As {@link withPicture}, and refuses what holds no image. */
export function withImage<T>(
  location: ImageLocation,
  tempFolder: string,
  work: (picture: Picture) => Promise<T>,
  reading: Reading = 'parts',
): Promise<T> {
  const onlyImages = async (opened: Opened): Promise<T> => {
    if (opened.kind === 'image') return work(opened)
    throw new TriageError('not-an-image', `Expected an image; this is ${opened.nonImage.what}.`, 'header')
  }
  return withPicture(location, tempFolder, onlyImages, reading)
}

/** `whole`: all of a file is wanted, so one that is not too large is read once. */
type Reading = 'parts' | 'whole'

function held(file: OpenedSource): OpenedSource {
  if (file.size > limits.intake.inMemoryEntryBytes) return file
  const bytes = file.read(0, file.size)
  return { size: file.size, read: (offset, length) => bytes.subarray(offset, offset + length), close: file.close }
}

function formatOf(source: OpenedSource, location: ImageLocation): ImageFormat | { readonly what: string } {
  const name = location.kind === 'file' ? basename(location.path) : basename(location.entry)
  const classified = classifyFile(source.read(0, limits.intake.prefixBytes), name, source.size)
  switch (classified.kind) {
    case 'image':
      return classified.format
    case 'skipped':
      return { what: classified.what }
    case 'archive':
      return { what: 'archive' }
    case 'refused':
      throw fromFailure(classified.failure)
  }
}

function openDicom(source: OpenedSource): Picture | { readonly kind: 'non-image'; readonly nonImage: NonImage } {
  const image = readDicom(source)
  if (image.kind === 'non-image') return image
  return {
    kind: 'image',
    header: image.header,
    source,
    sha256: undefined,
    async frame(frame) {
      const stored = await decodeFrame(image, frame)
      return { stored, header: headerOfFrame(image, frame), tables: readPixelTables(image, frame) }
    },
  }
}

async function openPictureFile(source: OpenedSource, format: Exclude<ImageFormat, 'dicom'>): Promise<Picture> {
  const { header, sha256, readFrame } = await openRaster(source, format)
  return {
    kind: 'image',
    header,
    source,
    sha256,
    frame: async (frame) => ({ stored: await readFrame(frame), header, tables: noTables }),
  }
}
