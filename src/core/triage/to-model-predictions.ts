import { unreachable } from '#shared/errors.ts'
import { decodeClassification } from './decoders/classification.ts'
import { decodeDetr, decodeRtDetr, decodeYoloRtDetr } from './decoders/detr.ts'
import type { DecoderInput } from './decoders/decoder-input.ts'
import { decodeSegmentation } from './decoders/segmentation.ts'
import { decodeTorchvision } from './decoders/torchvision-detection.ts'
import { decodeYoloEndToEnd } from './decoders/yolo-end-to-end.ts'
import { decodeYoloV5 } from './decoders/yolo-v5.ts'
import { decodeYoloV8 } from './decoders/yolo-v8.ts'
import type { Predictions } from './predictions.ts'

/**
 * A model's outputs for one image as scores, boxes and masks in stored-image pixels, by the decoder that its manifest
 * names. Refuses with `bad-output` what does not have the length, shape or range that the manifest promises.
 */
export function toModelPredictions(input: DecoderInput): Predictions {
  const { decoder } = input.manifest
  switch (decoder.kind) {
    case 'classification':
      return decodeClassification(input, decoder)
    case 'yolo-v8':
      return decodeYoloV8(input, decoder)
    case 'yolo-v5':
      return decodeYoloV5(input, decoder)
    case 'yolo-end-to-end':
      return decodeYoloEndToEnd(input, decoder)
    case 'yolo-rt-detr':
      return decodeYoloRtDetr(input, decoder)
    case 'torchvision-detection':
      return decodeTorchvision(input, decoder)
    case 'detr':
      return decodeDetr(input, decoder)
    case 'rt-detr':
      return decodeRtDetr(input, decoder)
    case 'segmentation':
      return decodeSegmentation(input, decoder)
    default:
      return unreachable(decoder)
  }
}
