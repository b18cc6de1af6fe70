import { describe, expect, it } from 'vitest'
import { Notes } from '#core/model/import/notes.ts'
import { processorSize, readProcessor } from './hugging-face-processor.ts'

const read = (processor: Record<string, unknown>) => readProcessor(processor, 3, new Notes())

describe('an image processor of Hugging Face', () => {
  it.each([
    [{ size: { height: 224, width: 200 } }, { kind: 'stretch', kernel: 'linear' }, { width: 200, height: 224 }],
    [
      { size: 224, resample: 3 },
      { kind: 'stretch', kernel: 'cubic' },
      { width: 224, height: 224 },
    ],
    [
      { size: { shortest_edge: 224 }, crop_pct: 0.875 },
      { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 256 },
      { width: 224, height: 224 },
    ],
    [
      { size: { shortest_edge: 384 }, crop_pct: 0.875 },
      { kind: 'stretch', kernel: 'linear' },
      { width: 384, height: 384 },
    ],
    [
      { size: { shortest_edge: 256 }, do_center_crop: true, crop_size: { height: 224, width: 224 }, resample: 1 },
      { kind: 'shortest-edge-crop', kernel: 'lanczos3', shortestEdge: 256 },
      { width: 224, height: 224 },
    ],
    [
      { size: 256, do_center_crop: true, crop_size: 224, resample: 0 },
      { kind: 'shortest-edge-crop', kernel: 'nearest', shortestEdge: 256 },
      { width: 224, height: 224 },
    ],
    [
      { size: { shortest_edge: 800, longest_edge: 1333 } },
      { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 800, longestEdge: 1333 },
      undefined,
    ],
    [
      { size: 800, max_size: 1_333 },
      { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 800, longestEdge: 1_333 },
      undefined,
    ],
    [
      { size: { shortest_edge: 512, longest_edge: 1_333 }, image_processor_type: 'YolosImageProcessor' },
      { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 512, longestEdge: 1_333, multipleOf: 16 },
      undefined,
    ],
    [
      { size: { shortest_edge: 224 } },
      { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 224, longestEdge: 16_384 },
      undefined,
    ],
    [
      { size: { height: 256, width: 256 }, do_center_crop: true, crop_size: { height: 224, width: 224 } },
      { kind: 'stretch-crop', kernel: 'linear', stretchWidth: 256, stretchHeight: 256 },
      { width: 224, height: 224 },
    ],
    [
      { size: { height: 224, width: 224 }, do_center_crop: true, crop_size: 224 },
      { kind: 'stretch', kernel: 'linear' },
      { width: 224, height: 224 },
    ],
    [
      { size: { shortest_edge: 224 }, image_processor_type: 'ConvNextImageProcessor' },
      { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 256 },
      { width: 224, height: 224 },
    ],
    [
      { size: { shortest_edge: 224 }, crop_pct: 0.9, do_center_crop: true, crop_size: 224 },
      { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 248 },
      { width: 224, height: 224 },
    ],
    [
      {
        size: { shortest_edge: 224 },
        do_center_crop: true,
        crop_size: 224,
        feature_extractor_type: 'LevitFeatureExtractor',
      },
      { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 256 },
      { width: 224, height: 224 },
    ],
    [{ do_resize: false }, { kind: 'native' }, undefined],
  ])('resizes: %j', (processor, geometry, size) => {
    expect(read(processor).geometry).toEqual(geometry)
    expect(processorSize(processor)).toEqual(size)
  })

  it.each([
    [{}, { low: 0, high: 1 }, [0]],
    [{ do_rescale: false }, { low: 0, high: 255 }, [0]],
    [{ rescale_factor: 1 / 127.5, rescale_offset: true }, { low: -1, high: 1 }, [0]],
    [{ image_mean: [0.1, 0.2, 0.3], image_std: [1, 1, 1] }, { low: 0, high: 1 }, [0.1, 0.2, 0.3]],
    [{ do_normalize: false, image_mean: [0.1, 0.2, 0.3], image_std: [1, 1, 1] }, { low: 0, high: 1 }, [0]],
  ])('rescales and normalises only where its flags say so: %j', (processor, range, mean) => {
    expect(read(processor)).toMatchObject({ scaling: { kind: 'range', ...range }, mean })
  })

  it('divides twice by the deviation where EfficientNet does', () => {
    const processor = {
      image_processor_type: 'EfficientNetImageProcessor',
      include_top: true,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.25, 0.1],
    }
    expect(read(processor).std).toEqual([0.25, 0.0625, expect.closeTo(0.01, 9)])
    expect(read({ ...processor, include_top: false }).std).toEqual([0.5, 0.25, 0.1])
  })

  it('is refused where it takes a step that Firstlook does not', () => {
    expect(() => read({ do_align_long_axis: true })).toThrow(/does not take: do_align_long_axis/)
    expect(() => read({ image_mean: [0.1, 0.2], image_std: [1, 1] })).toThrow(/3 means and deviations/)
    expect(read({ do_thumbnail: false, do_flip_channel_order: true }).colour).toBe('bgr')
  })
})
