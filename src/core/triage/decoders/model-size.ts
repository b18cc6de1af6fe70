import type { DecoderInput } from './decoder-input.ts'

/** Width and height of the tensor: the manifest's, or what the map makes of the image where the graph takes any size. */
export function modelSize({ manifest, imageToModel, image }: DecoderInput): { width: number; height: number } {
  const [across, down] = imageToModel.transposed ? [image.rows, image.columns] : [image.columns, image.rows]
  return {
    width: manifest.input.width ?? Math.round(across * imageToModel.scaleX),
    height: manifest.input.height ?? Math.round(down * imageToModel.scaleY),
  }
}
