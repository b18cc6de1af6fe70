import type { LookupTable, PixelTables } from '#core/dicom/stored-pixels.ts'
import type { HeaderBadge } from '#shared/header.ts'
import { fullWindow, type Window, windowOffset } from '#shared/windowing.ts'
import type { GreyImage, ModalityImage } from './modality-image.ts'

/** Grey levels as shown, over 0..65535: after VOI and inversion, bright is bright. */
export type Displayed = {
  readonly rows: number
  readonly columns: number
  readonly values: Uint16Array
  /** What a reader should know of how the picture came about. */
  readonly badges: readonly HeaderBadge[]
}

/** True when high values are shown dark: MONOCHROME1, or an inverse presentation LUT; both together are one inversion. */
export const isInverse = ({ header }: Pick<GreyImage, 'header'>): boolean =>
  header.photometricInterpretation === 'MONOCHROME1' || header.presentationLutShape === 'INVERSE'

/**
 * The picture as a person sees it, in 16 bits. In this order: the file's first VOI LUT, its first window, else the whole
 * range without padding (badge `window-computed`). Inversion comes last (PS3.3 C.7.6.3.1.2). Padding is black. A constant
 * image without a window is mid grey (badge `constant-image`). Colour becomes luma (ITU-R BT.601). `into` is memory to use
 * again where its size is right: fresh pages cost as much as filling them.
 */
export function toDisplayed(image: ModalityImage, tables: Pick<PixelTables, 'voiLuts'>, into?: Uint16Array): Displayed {
  const { rows, columns } = image
  const shown = into?.length === rows * columns ? into : new Uint16Array(rows * columns)
  if (image.kind === 'colour') return { rows, columns, values: toLuma(image.values, shown), badges: [] }
  const { offset, badges } = transformOf(image, tables)
  return { rows, columns, values: apply(image, offset, shown), badges }
}

type Transform = {
  /** −½..½ of a modality value. */
  readonly offset: (modality: number) => number
  readonly badges: readonly HeaderBadge[]
}

function transformOf(image: GreyImage, { voiLuts }: Pick<PixelTables, 'voiLuts'>): Transform {
  const [lut] = voiLuts
  const window = lut ? undefined : image.header.windows.find(isUsable)
  if (window) return { offset: (value) => windowOffset(value, window), badges: [] }
  if (lut) return { offset: throughLut(lut), badges: [] }
  if (image.minimum === image.maximum) return { offset: () => 0, badges: ['constant-image'] }
  const full = fullWindow(image.minimum, image.maximum)
  return { offset: (value) => windowOffset(value, full), badges: ['window-computed'] }
}

/** PS3.3 C.11.2.1.2: LINEAR wants a width of at least 1, the others one above 0. */
export const isUsable = ({ center, width, function: kind }: Window): boolean =>
  Number.isFinite(center) && Number.isFinite(width) && (kind === 'LINEAR' ? width >= 1 : width > 0)

const tableNoise = 1e-6

function throughLut({ firstMapped, entries, bits }: LookupTable): Transform['offset'] {
  const last = entries.length - 1
  const scale = 2 ** bits - 1
  return (value) => {
    // Between two entries the lower one counts, as in other readers; noise of a slope is none.
    const index = Math.floor(value - firstMapped + tableNoise)
    const entry = entries[Math.min(last, Math.max(0, index))] ?? 0
    return Math.min(1, entry / scale) - 0.5
  }
}

function apply(image: GreyImage, offset: Transform['offset'], shown: Uint16Array): Uint16Array {
  const { values, slope, intercept, padding } = image
  const sign = isInverse(image) ? -1 : 1
  const level = (stored: number) => quantise(sign * offset(stored * slope + intercept))
  const table = tableOf(image, level)
  if (table) lookUp(values, table, shown)
  else for (let i = 0; i < values.length; i++) shown[i] = level(values[i]!)
  if (padding) for (let i = 0; i < values.length; i++) if (padding[i] === 1) shown[i] = 0
  return shown
}

/** The levels of all values that at most 16 bits can hold: worked out once and not for every pixel. */
function tableOf({ values, stored }: GreyImage, level: (stored: number) => number): Uint16Array | undefined {
  if (values instanceof Float32Array || values instanceof Float64Array || values.BYTES_PER_ELEMENT > 2) return undefined
  const bits = values === stored.data ? stored.bitsStored : 16
  // Sign extension and masking are done: no value lies outside. A small picture has fewer pixels than there are values.
  if (2 ** bits > values.length) return undefined
  const table = new Uint16Array(2 ** bits)
  const from = values instanceof Int16Array || values instanceof Int8Array ? -table.length / 2 : 0
  for (let i = 0; i < table.length; i++) table[(from + i) & (table.length - 1)] = level(from + i)
  return table
}

/** One loop for each of the usual types, so that the engine compiles it for that type. */
function lookUp(values: GreyImage['values'], table: Uint16Array, shown: Uint16Array): void {
  const mask = table.length - 1
  if (values instanceof Uint16Array) for (let i = 0; i < values.length; i++) shown[i] = table[values[i]!]!
  else if (values instanceof Uint8Array) for (let i = 0; i < values.length; i++) shown[i] = table[values[i]!]!
  else for (let i = 0; i < values.length; i++) shown[i] = table[values[i]! & mask]!
}

/** Rounding noise of a slope must not move a level. */
const noise = 1e-9

/** The nearest of 65,536 levels; levels lie symmetric about the middle, so that twins with inverted values agree. */
function quantise(offset: number): number {
  const distance = Math.min(32_767, Math.floor(Math.abs(offset) * 65_535 + noise))
  return offset < 0 ? 32_767 - distance : 32_768 + distance
}

function toLuma(rgb: Uint8Array, luma: Uint16Array): Uint16Array {
  for (let i = 0; i < luma.length; i++) {
    luma[i] = Math.round(257 * (0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!))
  }
  return luma
}
