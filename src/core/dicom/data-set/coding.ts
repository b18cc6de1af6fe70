import dicomParser, { type ByteArrayParser } from 'dicom-parser'

/** How the elements of a data set are written (PS3.5 7.1); `numbers` reads at a byte position, bounds checked by the caller. */
export type Coding = {
  readonly explicit: boolean
  readonly littleEndian: boolean
  readonly numbers: ByteArrayParser
}

const little = dicomParser.littleEndianByteArrayParser

export const implicitLittleEndian: Coding = { explicit: false, littleEndian: true, numbers: little }
export const explicitLittleEndian: Coding = { explicit: true, littleEndian: true, numbers: little }
export const explicitBigEndian: Coding = {
  explicit: true,
  littleEndian: false,
  numbers: dicomParser.bigEndianByteArrayParser,
}
