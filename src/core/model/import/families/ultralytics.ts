import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { Draft, Subject } from '#core/model/import/draft.ts'
import { namesOf } from '#core/model/import/label-files.ts'
import { labelsFor, namesBeside } from '#core/model/import/labels.ts'
import { preparation } from '#core/model/import/preparation.ts'
import { parsePythonLiteral } from '#core/model/import/python-literal.ts'
import { anchorsOf, bindings, highestClass, yoloLayout, type YoloLayout } from './yolo-layout.ts'

/** Below this, candidates are dropped; boxes of a class that overlap more are one (the exporter's own defaults). */
const suppression = { confidence: 0.25, iou: 0.45, maxDetections: 300 }

/** Ultralytics exports by their metadata, and graphs of the same shapes without any: detect, segment and classify, v5 to v26. */
export function readUltralytics(subject: Subject): Draft | undefined {
  const { facts, notes } = subject
  const { task, stride, names } = facts.metadata
  const described = names !== undefined && (task !== undefined || stride !== undefined)
  if (described) {
    notes.because(
      'family',
      'metadata',
      task === undefined
        ? 'stride and names and no task, as YOLOv5 writes.'
        : `task: ${task.slice(0, 40)}, as Ultralytics writes.`,
    )
  }
  if (described && task !== undefined && !['detect', 'segment', 'classify'].includes(task)) {
    throw new TriageError(
      'bad-model',
      `Expected an Ultralytics model that detects, segments or classifies; this one's task is ${task.slice(0, 20)}.`,
      'run',
    )
  }
  if (task === 'classify' || (described && subject.seen[0]?.shape.length === 2)) return classify(subject, task)
  refuseRelatives(subject)
  const layout = yoloLayout(subject)
  if (layout === undefined) {
    if (!described) return undefined
    const shapes = subject.seen.map(({ shape }) => shape.join(' × ')).join('; ')
    throw new TriageError(
      'bad-model',
      `Expected an output of Ultralytics' detectors; ${shapes.slice(0, 120)} came.`,
      'run',
    )
  }
  notes.because('decoder', 'shape', `${layout.why}.`)
  if (!described) notes.because('family', 'shape', 'An output in the layout of Ultralytics’ detectors.')
  return detect(subject, layout)
}

/** Refuses, by name, detectors whose shapes are nearly those of Ultralytics and whose numbers mean something else. */
function refuseRelatives({ seen, input }: Subject): void {
  const rows = seen.find(({ shape }) => shape.length === 3)
  const [, first = 0, second = 0] = rows?.shape ?? []
  const anchors = input.width && input.height ? anchorsOf(input.width, input.height) : 0
  if (first === anchors && first > second) {
    throw new TriageError(
      'bad-model',
      `One row for each of ${anchors} anchors is how YOLOX answers (boxes not decoded yet), or a transposed export of YOLOv8: neither is supported. Export with channels before anchors.`,
      'run',
    )
  }
}

function foundNames({ facts, sidecars }: Subject) {
  const names = namesOf(parsePythonLiteral(facts.metadata['names'] ?? 'None'))
  return names === undefined
    ? namesBeside(sidecars)
    : ({ names, source: 'metadata', detail: 'names of the metadata' } as const)
}

function detect(subject: Subject, layout: YoloLayout): Draft {
  const { input, notes, seen } = subject
  const names = foundNames(subject)
  const rows = seen.find(({ name }) => name === layout.detections)
  const classes = layout.classes ?? names?.names.length ?? (rows === undefined ? 1 : highestClass(rows) + 1)
  const isStretched = layout.kind === 'yolo-rt-detr'
  notes.because(
    'input.geometry',
    'default',
    isStretched
      ? 'Stretched to the size, as Ultralytics does for RT-DETR.'
      : 'Fitted into the size and padded with grey 114, as Ultralytics does.',
  )
  notes.because('decoder.confidence', 'default', 'Confidence 0.25 and overlap 0.45 are the exporter’s defaults.')
  return {
    family: families[layout.masks > 0 && layout.kind === 'yolo-v8' ? 'segment' : layout.kind],
    task: layout.masks > 0 ? 'segmentation' : 'detection',
    input: {
      ...preparation(input.channels, 'zero-one'),
      // OpenCV's bilinear, which leaves pixels out where it shrinks.
      geometry: isStretched
        ? { kind: 'stretch', kernel: 'linear-plain' }
        : { kind: 'letterbox', kernel: 'linear-plain', padValue: 114 },
    },
    outputs: bindings(layout),
    decoder: decoderOf(layout),
    labels: labelsFor(classes, names, notes),
  }
}

const families = {
  'yolo-v8': 'ultralytics-v8-detect',
  'yolo-v5': 'ultralytics-v5-detect',
  'yolo-end-to-end': 'ultralytics-end-to-end',
  'yolo-rt-detr': 'ultralytics-rt-detr',
  segment: 'ultralytics-v8-segment',
} as const

function decoderOf({ kind, masks }: YoloLayout): Manifest['decoder'] {
  switch (kind) {
    case 'yolo-v8':
      return { kind, ...suppression, masks }
    case 'yolo-v5':
      return { kind, ...suppression, ...(masks === 0 ? {} : { masks }) }
    case 'yolo-rt-detr':
      return { kind, confidence: suppression.confidence }
    case 'yolo-end-to-end':
      return { kind, confidence: suppression.confidence, ...(masks === 0 ? {} : { masks }) }
  }
}

function classify(subject: Subject, task: string | undefined): Draft {
  const { input, notes, seen } = subject
  const [scores] = seen
  if (scores === undefined || scores.shape.length !== 2)
    throw new TriageError('bad-model', 'Expected one score a class from a classifier of Ultralytics.', 'run')
  const values = [...(scores.data as Float32Array)]
  const sums = Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 1e-3 && values.every((value) => value >= 0)
  notes.because(
    'decoder.activation',
    'probe',
    sums ? 'The outputs add up to 1: the softmax is inside the graph.' : 'The outputs are logits.',
  )
  const preset = task === undefined ? 'imagenet' : 'zero-one'
  notes.because(
    'input.scaling',
    'metadata',
    task === undefined ? 'YOLOv5 classifiers take ImageNet’s normalisation.' : 'Ultralytics classifiers take 0 to 1.',
  )
  return {
    family: 'ultralytics-classify',
    task: 'classification',
    input: {
      ...preparation(input.channels, preset),
      // v5 cuts the middle square out and resizes it with OpenCV, later ones resize with Pillow and cut the middle out.
      geometry:
        task === undefined
          ? { kind: 'center-crop', kernel: 'linear-plain' }
          : {
              kind: 'shortest-edge-crop',
              kernel: 'linear',
              shortestEdge: Math.min(input.width ?? 224, input.height ?? 224),
            },
    },
    outputs: [{ role: 'scores', name: scores.name }],
    decoder: { kind: 'classification', activation: sums ? 'none' : 'softmax' },
    labels: labelsFor(scores.shape[1] ?? 0, foundNames(subject), notes),
  }
}
