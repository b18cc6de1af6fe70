import type { Header } from '#shared/header.ts'
import type { ByteSource } from './byte-source.ts'

/** Where the pixel data of a file lies and how it is encoded: found by the header reader, used by the frame decoder. */
export type PixelData = {
  /** PixelData (7FE0,0010), FloatPixelData (7FE0,0008) or DoubleFloatPixelData (7FE0,0009). */
  readonly element: 'integer' | 'float' | 'double'
  /** As written, or by its transfer syntax where that is implicit; in big endian it says whether bytes lie in swapped words. */
  readonly vr?: string | undefined
  readonly transferSyntaxUid: string
  readonly littleEndian: boolean
  /** Of the value's first byte, in the image's `source`. */
  readonly offset: number
  /** Bytes of the value as stated; `undefined` for the undefined length of encapsulated data. */
  readonly length: number | undefined
  /** The bits of a pixel cell in which overlay planes lie (retired, PS3.3 2004 C.9.2), as a mask. */
  readonly overlayBits?: number | undefined
  /** Extended offset table (7FE0,0001) and lengths (7FE0,0002), where the file has them. */
  readonly extendedOffsets?: { readonly offsets: readonly number[]; readonly lengths: readonly number[] } | undefined
}

/** A DICOM image: its header, and where its frames are. */
export type DicomImage = {
  readonly kind: 'image'
  readonly header: Header
  readonly pixelData: PixelData
  /** The data set's bytes; of a deflated file, after inflation. */
  readonly source: ByteSource
}
