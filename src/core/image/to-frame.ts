import type { PixelTables } from '#core/dicom/stored-pixels.ts'
import type { Header } from '#shared/header.ts'
import type { Frame } from '#shared/study.ts'
import { fullWindow } from '#shared/windowing.ts'
import type { ModalityImage } from './modality-image.ts'
import { isInverse } from './to-displayed.ts'

/** A frame as the viewer draws it, without what only the door knows: whose it is and where its bytes are fetched. */
export type ViewedFrame = Omit<Frame, 'imageId' | 'asset'>

/** The picture's numbers as the viewer takes them – one type of sample, little endian – and the bytes beside. */
export function toFrame(
  image: ModalityImage,
  header: Header,
  frame: number,
  tables: Pick<PixelTables, 'voiLuts'>,
): { readonly frame: ViewedFrame; readonly bytes: Uint8Array } {
  const common = {
    frame,
    frames: header.image.numberOfFrames,
    rows: image.rows,
    columns: image.columns,
    header,
  }
  if (image.kind === 'colour') {
    const described: ViewedFrame = {
      ...common,
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
  const { pixelFormat, samples } = toSamples(image.values)
  const [lut] = tables.voiLuts
  const windows = header.image.windows.map(({ explanation, ...window }) => ({
    ...window,
    ...(explanation === undefined ? {} : { explanation }),
  }))
  const described: ViewedFrame = {
    ...common,
    pixelFormat,
    slope: image.slope,
    intercept: image.intercept,
    ...(image.units === undefined ? {} : { units: image.units }),
    inverse: isInverse(image),
    windows: windows.length > 0 ? windows : [fullWindow(image.minimum, image.maximum)],
    ...(lut ? { voiLut: { firstMapped: lut.firstMapped, entries: Uint16Array.from(lut.entries) } } : {}),
    ...(header.image.pixelPaddingValue === undefined ? {} : { paddingValue: header.image.pixelPaddingValue }),
    minimum: image.minimum,
    maximum: image.maximum,
  }
  return { frame: described, bytes: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) }
}

type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Float32Array

/** 32-bit integers and doubles are shown as 32-bit floats: more than a screen can tell apart. */
function toSamples(values: Extract<ModalityImage, { kind: 'grey' }>['values']): {
  readonly pixelFormat: Frame['pixelFormat']
  readonly samples: Samples
} {
  if (values instanceof Uint8Array) return { pixelFormat: 'r8', samples: values }
  if (values instanceof Int8Array) return { pixelFormat: 'r8i', samples: values }
  if (values instanceof Uint16Array) return { pixelFormat: 'r16', samples: values }
  if (values instanceof Int16Array) return { pixelFormat: 'r16i', samples: values }
  return { pixelFormat: 'f32', samples: Float32Array.from(values) }
}
