import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { bytesOf } from '#core/dicom/data-set/values.ts'
import type { LookupTable, PixelTables } from '#core/dicom/stored-pixels.ts'
import { expandSegments } from './expand-segments.ts'
import { readDescriptor, readEntries } from './lookup-table.ts'
import { cellsOfTable } from './table-cells.ts'

const longestSegmentedBytes = 1024 * 1_024

/** Reads a palette (PS3.3 C.7.9), plain or segmented; `undefined` where one of its tables is missing or impossible. */
export function readPalette(dataSet: DataSet, pixelRepresentation: number): PixelTables['palette'] {
  const of = (descriptor: Attribute, data: Attribute, segmented: Attribute): LookupTable | undefined =>
    readChannel(dataSet, { descriptor, data, segmented }, pixelRepresentation)
  const red = of(
    attributes.redPaletteColorLookupTableDescriptor,
    attributes.redPaletteColorLookupTableData,
    attributes.segmentedRedPaletteColorLookupTableData,
  )
  const green = of(
    attributes.greenPaletteColorLookupTableDescriptor,
    attributes.greenPaletteColorLookupTableData,
    attributes.segmentedGreenPaletteColorLookupTableData,
  )
  const blue = of(
    attributes.bluePaletteColorLookupTableDescriptor,
    attributes.bluePaletteColorLookupTableData,
    attributes.segmentedBluePaletteColorLookupTableData,
  )
  return red && green && blue && { red, green, blue }
}

type Channel = { readonly descriptor: Attribute; readonly data: Attribute; readonly segmented: Attribute }

function readChannel(dataSet: DataSet, channel: Channel, pixelRepresentation: number): LookupTable | undefined {
  const descriptor = readDescriptor(dataSet, channel.descriptor, pixelRepresentation)
  if (descriptor === undefined) return undefined
  const { entries: count, firstMapped, bits } = descriptor
  const entries =
    readEntries(dataSet, channel.data, count) ?? readSegmented(dataSet, channel.segmented, count, bits > 8 ? 16 : 8)
  if (entries === undefined) return undefined
  // Eight-bit palettes exist whose entries fill words.
  const wide = entries.some((entry) => entry >= 2 ** bits)
  return { firstMapped, bits: wide ? 16 : bits, entries }
}

function readSegmented(dataSet: DataSet, attribute: Attribute, count: number, bits: 8 | 16): Uint16Array | undefined {
  const element = elementOf(dataSet, attribute)
  const bytes = bytesOf(dataSet, attribute, longestSegmentedBytes)
  return element && bytes && expandSegments(cellsOfTable(bytes, element, bits), count, bits)
}
