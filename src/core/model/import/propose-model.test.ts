import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readModelFolder } from '#core/model/folder/read-model-folder.ts'
import { openSession } from '#core/model/session/open-session.ts'
import { runModel } from '#core/model/session/run-model.ts'
import { toModelPredictions } from '#core/triage/index.ts'
import { modelCaseFolder, modelCaseTensor, readModelCase } from '#fixtures/model-case.ts'
import type { Manifest, ModelFamily } from '#shared/manifest.ts'
import { answerQuestion } from '#shared/model-answers.ts'
import { proposeModel } from './propose-model.ts'
import { proposalFolder } from './stage-model.ts'

const root = mkdtempSync(join(tmpdir(), 'firstlook-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const propose = (name: string) => proposeModel(modelCaseFolder(name), root)

/** Each family's interface: what it must be taken for, the decoder, and what must be asked. */
const cases: readonly [string, ModelFamily, Manifest['decoder']['kind'], readonly string[]][] = [
  ['torchxrayvision-all', 'torchxrayvision', 'classification', []],
  ['torchxrayvision-kaggle', 'torchxrayvision', 'classification', []],
  ['torchxrayvision-sigmoid', 'torchxrayvision', 'classification', ['labels']],
  ['torchxrayvision-logits', 'torchxrayvision', 'classification', ['labels']],
  ['ultralytics-v8', 'ultralytics-v8-detect', 'yolo-v8', []],
  ['ultralytics-v8-segment', 'ultralytics-v8-segment', 'yolo-v8', []],
  ['ultralytics-v5', 'ultralytics-v5-detect', 'yolo-v5', []],
  ['ultralytics-end-to-end', 'ultralytics-end-to-end', 'yolo-end-to-end', []],
  ['ultralytics-v5-segment', 'ultralytics-v5-detect', 'yolo-v5', []],
  ['ultralytics-rt-detr', 'ultralytics-rt-detr', 'yolo-rt-detr', []],
  ['ultralytics-classify', 'ultralytics-classify', 'classification', []],
  ['torchvision-faster-rcnn', 'torchvision-detection', 'torchvision-detection', []],
  ['torchvision-retinanet', 'torchvision-detection', 'torchvision-detection', []],
  ['torchvision-from-zero', 'torchvision-detection', 'torchvision-detection', ['decoder.firstLabel']],
  ['torchvision-mask-rcnn', 'torchvision-detection', 'torchvision-detection', []],
  ['hugging-face-single', 'hugging-face-classification', 'classification', []],
  ['hugging-face-multi', 'hugging-face-classification', 'classification', []],
  ['hugging-face-channels', 'hugging-face-classification', 'classification', []],
  ['hugging-face-detr', 'hugging-face-detr', 'detr', []],
  ['hugging-face-rt-detr', 'hugging-face-rt-detr', 'rt-detr', []],
  ['monai', 'monai-bundle', 'classification', []],
  ['keras', 'keras-tf2onnx', 'classification', ['input.scaling', 'input.geometry']],
  ['generic', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry', 'decoder.activation']],
  ['generic-bare', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry', 'labels']],
  ['generic-single', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry']],
  ['batch-of-four', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry', 'decoder.activation']],
  ['generic-half', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry']],
  ['external-data', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry', 'decoder.activation']],
  ['class-maps', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry', 'decoder.activation']],
  ['pooled', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry']],
  ['timm', 'hugging-face-classification', 'classification', []],
  ['monai-yaml', 'monai-bundle', 'classification', []],
  ['keras-segmentation', 'segmentation-map', 'segmentation', ['input.scaling', 'input.geometry']],
  [
    'segmentation-auxiliary',
    'segmentation-map',
    'segmentation',
    ['outputs', 'decoder.activation', 'input.scaling', 'input.geometry'],
  ],
  ['keras-bytes', 'keras-tf2onnx', 'classification', ['input.geometry']],
  ['generic-metadata', 'generic-classifier', 'classification', ['input.scaling', 'input.geometry']],
  ['hugging-face-plain', 'hugging-face-classification', 'classification', []],
  ['segmentation', 'segmentation-map', 'segmentation', ['decoder.activation', 'input.scaling', 'input.geometry']],
]

describe('a dropped model', () => {
  it.each(cases)('%s is taken for %s and gives the numbers of its framework', async (name, family, decoder, asked) => {
    const { manifest: proposed, questions, proposalId } = await propose(name)
    const manifest = asked.includes('decoder.firstLabel')
      ? answerQuestion(proposed, 'decoder.firstLabel', '0')
      : proposed
    expect(manifest.family).toBe(family)
    expect(manifest.decoder.kind).toBe(decoder)
    expect(questions.map(({ field }) => field)).toEqual(asked)
    const expected = readModelCase(name)
    const session = await openSession(await readModelFolder(proposalFolder(root, proposalId)), {
      device: 'cpu',
      threads: 1,
      providers: [],
    })
    const [output] = await runModel(session, [modelCaseTensor(expected)])
    await session.close()
    if (output === undefined) throw new Error('no output')
    const imageToModel = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }
    const { scores, boxes } = toModelPredictions({ output, manifest, imageToModel, image: expected.image })
    expect(
      Object.fromEntries(scores.map(({ label, score }) => [label, expect.closeTo(score, expected.digits ?? 4)])),
    ).toEqual(expected.scores)
    const close = (values: readonly number[] | undefined) => values?.map((value) => expect.closeTo(value, 3))
    expect(
      boxes.map(({ label, score, box, mask }) => ({
        label,
        score: expect.closeTo(score, expected.digits ?? 4),
        box: close(box),
        ...(mask === undefined ? {} : { mask: mask.counts }),
      })),
    ).toEqual(expected.boxes ?? [])
  })

  it('says what each field was read from', async () => {
    const { manifest } = await propose('torchxrayvision-kaggle')
    expect(manifest.evidence).toContainEqual({
      field: 'family',
      source: 'constant',
      detail: 'The operating thresholds of the weights "kaggle" stand in the graph.',
    })
    expect(manifest.labels.filter(({ hidden }) => !hidden).map(({ name }) => name)).toEqual([
      'Pneumonia',
      'Lung Opacity',
    ])
    expect(manifest.thresholds['Pneumonia']?.default).toMatchObject({ value: 0.5, origin: 'author' })
    expect(manifest.input).toMatchObject({
      scaling: { kind: 'range', low: -1024, high: 1024 },
      pixelSource: 'stored',
      geometry: { kind: 'center-crop' },
    })
  })

  it('takes preparation from what stands beside the graph', async () => {
    const inputs = await Promise.all(
      ['ultralytics-v8', 'hugging-face-multi', 'hugging-face-detr', 'hugging-face-rt-detr', 'monai'].map(
        async (name) => {
          const { geometry, scaling, mean, transpose } = (await propose(name)).manifest.input
          return { geometry, scaling: scaling.kind, mean, transpose }
        },
      ),
    )
    const imagenet = [0.485, 0.456, 0.406]
    expect(inputs).toEqual([
      {
        geometry: { kind: 'letterbox', kernel: 'linear-plain', padValue: 114 },
        scaling: 'range',
        mean: [0],
        transpose: false,
      },
      {
        geometry: { kind: 'shortest-edge-crop', kernel: 'cubic', shortestEdge: 73 },
        scaling: 'range',
        mean: imagenet,
        transpose: false,
      },
      {
        geometry: { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 64, longestEdge: 128 },
        scaling: 'range',
        mean: imagenet,
        transpose: false,
      },
      { geometry: { kind: 'stretch', kernel: 'linear' }, scaling: 'range', mean: [0], transpose: false },
      { geometry: { kind: 'stretch', kernel: 'linear' }, scaling: 'per-image-min-max', mean: [0], transpose: true },
    ])
  })

  it('comes with exact class activation maps where the graph gives them', async () => {
    const { manifest } = await propose('class-maps')
    expect(manifest.outputs).toEqual([
      { role: 'scores', name: 'logits' },
      { role: 'cam', name: 'maps' },
    ])
    expect(manifest.heatmap).toBe('cam')
  })

  it.each([
    ['three-dimensional', 'bad-model', /3-D model .* is not supported/],
    ['two-inputs', 'bad-model', /one input, an image; it has 2 \(image, age\)/],
    ['pose', 'bad-model', /task is pose/],
    ['obb', 'bad-model', /task is obb/],
    ['yolox', 'bad-model', /YOLOX/],
    ['tensorflow-detection', 'bad-model', /gives boxes detection_boxes .* not supported/],
    ['batch-of-many', 'bad-model', /exactly 96 images at a time/],
    ['monai-unknown-transform', 'bad-model', /does not take: scripts\.custom\.Sharpend/],
    ['expected', 'bad-model', /Expected an \.onnx file in the folder/],
    ['nothing', 'missing', /nothing is there/],
  ])('is refused by name and reason: %s', async (name, kind, message) => {
    const before = readdirSync(join(root, '.proposals')).length
    await expect(propose(name)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) })
    expect(readdirSync(join(root, '.proposals'))).toHaveLength(before)
  })
})
