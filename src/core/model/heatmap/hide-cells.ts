import type { Tensor } from '#core/image/tensor.ts'
import type { ManifestInput } from '#shared/manifest.ts'

type Plane = Pick<Tensor, 'shape' | 'data'>

/** A tensor's channels and size by the manifest's layout. */
export function planeSize({ shape }: Plane, layout: ManifestInput['layout']) {
  const sides = shape.slice(layout === 'CHW' ? 0 : 1)
  const [channels = 1, height = 1, width = 1] = layout === 'NHWC' ? [sides[2], sides[0], sides[1]] : sides
  return { channels, height, width }
}

/** The tensor with the pixels of some cells of a rows × columns grid replaced by each channel's mean. */
export function hideCells(
  tensor: Plane,
  layout: ManifestInput['layout'],
  grid: { readonly rows: number; readonly columns: number },
  isHidden: (row: number, column: number) => boolean,
): Plane {
  const { channels, height, width } = planeSize(tensor, layout)
  const at = (channel: number, pixel: number) =>
    layout === 'NHWC' ? pixel * channels + channel : channel * height * width + pixel
  const data = tensor.data.slice()
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0
    for (let pixel = 0; pixel < height * width; pixel++) sum += tensor.data[at(channel, pixel)] ?? 0
    const mean = sum / (height * width)
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * grid.rows) / height)
      for (let x = 0; x < width; x++) {
        if (isHidden(row, Math.floor((x * grid.columns) / width))) data[at(channel, y * width + x)] = mean
      }
    }
  }
  return { shape: tensor.shape, data }
}
