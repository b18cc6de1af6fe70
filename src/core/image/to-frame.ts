import type { LookupTable, PixelTables } from '#core/dicom/stored-pixels.ts'
import type { Header, HeaderBadge } from '#shared/header.ts'
import type { Frame } from '#shared/study.ts'
import { fullWindow } from '#shared/windowing.ts'
import type { GreyImage, ModalityImage } from './modality-image.ts'
import { packBits, toOverlayMask } from './overlay-mask.ts'
import { isInverse, isUsable } from './to-displayed.ts'

/** A frame as the viewer draws it, without what only the door knows: whose it is and where its bytes are fetched. */
export type ViewedFrame = Omit<Frame, 'imageId' | 'asset'>

/** The picture's numbers as the viewer takes them – one type of sample, little endian – and the bytes beside. */
export function toFrame(
  image: ModalityImage,
  header: Header,
  frame: number,
  tables: Pick<PixelTables, 'voiLuts' | 'overlays'>,
): { readonly frame: ViewedFrame; readonly bytes: Uint8Array } {
  const { rows, columns } = image
  const mask = toOverlayMask(tables.overlays, image)
  const overlay = mask ? { overlay: packBits(mask) } : {}
  const common = { frame, frames: header.image.numberOfFrames, rows, columns, ...overlay }
  if (image.kind === 'colour') {
    const described: ViewedFrame = {
      ...common,
      header,
      pixelFormat: 'rgb8',
      slope: 1,
      intercept: 0,
      inverse: false,
      windows: [],
      minimum: 0,
      maximum: 255,
    }
    return { frame: described, bytes: image.values }
  }
  const { pixelFormat, samples, paddingValue } = toSamples(image)
  const [lut] = tables.voiLuts
  const windows = header.image.windows.filter(isUsable).map(({ explanation, ...window }) => ({
    ...window,
    ...(explanation === undefined ? {} : { explanation }),
  }))
  const described: ViewedFrame = {
    ...common,
    header: withBadges(header, [
      ...(windows.length === 0 && !lut ? (['window-computed'] as const) : []),
      ...(image.minimum === image.maximum ? (['constant-image'] as const) : []),
    ]),
    pixelFormat,
    slope: image.slope,
    intercept: image.intercept,
    ...(image.units === undefined ? {} : { units: image.units }),
    inverse: isInverse(image),
    windows: windows.length > 0 ? windows : [fullWindow(image.minimum, image.maximum)],
    ...(lut ? { voiLut: { firstMapped: lut.firstMapped, entries: toSixteenBits(lut) } } : {}),
    ...(paddingValue === undefined ? {} : { paddingValue }),
    minimum: image.minimum,
    maximum: image.maximum,
  }
  return { frame: described, bytes: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) }
}

function withBadges(header: Header, badges: readonly HeaderBadge[]): Header {
  const all = [...new Set([...header.image.badges, ...badges])]
  return { ...header, image: { ...header.image, badges: all } }
}

/** Entries of a VOI LUT spread over 16 bits. */
function toSixteenBits({ entries, bits }: LookupTable): Uint16Array<ArrayBuffer> {
  const factor = 65_535 / (2 ** bits - 1)
  return entries.map((entry) => Math.min(65_535, Math.round(entry * factor)))
}

type Samples = {
  readonly pixelFormat: Frame['pixelFormat']
  readonly samples: Uint8Array | Int8Array | Uint16Array | Int16Array | Float32Array
  /** One sample value that all padding has and nothing else. */
  readonly paddingValue?: number | undefined
}

/** 32-bit integers and doubles are shown as 32-bit floats: more than a screen can tell apart. */
function toSamples(image: GreyImage): Samples {
  const { values, padding, header, stored } = image
  if (padding && values !== stored.data) return floatsWithPadding(values, padding)
  const paddingValue = padding && header.pixelPaddingValue
  const samples = padding && header.pixelPaddingRangeLimit !== undefined ? evened(image, padding) : values
  if (samples instanceof Uint8Array) return { pixelFormat: 'r8', samples, paddingValue }
  if (samples instanceof Int8Array) return { pixelFormat: 'r8i', samples, paddingValue }
  if (samples instanceof Uint16Array) return { pixelFormat: 'r16', samples, paddingValue }
  if (samples instanceof Int16Array) return { pixelFormat: 'r16i', samples, paddingValue }
  return {
    pixelFormat: 'f32',
    samples: Float32Array.from(samples),
    paddingValue: paddingValue === undefined ? undefined : Math.fround(paddingValue),
  }
}

/** A range of padding values made one. */
function evened({ values, header }: GreyImage, padding: Uint8Array): GreyImage['values'] {
  const copy = values.slice()
  for (let i = 0; i < copy.length; i++) if (padding[i] === 1) copy[i] = header.pixelPaddingValue ?? 0
  return copy
}

/** Entries of a modality LUT are never negative, so −1 is free to say padding. */
function floatsWithPadding(values: GreyImage['values'], padding: Uint8Array): Samples {
  const samples = Float32Array.from(values)
  for (let i = 0; i < samples.length; i++) if (padding[i] === 1) samples[i] = -1
  return { pixelFormat: 'f32', samples, paddingValue: -1 }
}
