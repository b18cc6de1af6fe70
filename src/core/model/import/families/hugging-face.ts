import { TriageError } from '#shared/errors.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { labelsFor, namesBeside, namesOfConfig } from '#core/model/import/labels.ts'
import { askedPreparation } from '#core/model/import/preparation.ts'
import { normalisesByMean, readProcessor } from './hugging-face-processor.ts'

/** Models whose classes compete in a softmax with a last class "no object"; the others score each class by itself. */
const softmaxDetectors = /^(detr|yolos|conditional_detr_v0|table-transformer)$/
const sigmoidDetectors = /^(rt_detr|rt_detr_v2|d_fine|deformable_detr|conditional_detr|dab-detr|deta)/

/** Hugging Face Transformers as Optimum exports them: image classification, DETR, RT-DETR and semantic segmentation. */
export function readHuggingFace(subject: Subject): Draft | undefined {
  const { sidecars, input, seen } = subject
  const { config } = sidecars
  const isConfigured =
    config?.['architectures'] !== undefined ||
    config?.['model_type'] !== undefined ||
    config?.['id2label'] !== undefined
  // Optimum names the output; an export by hand may not.
  const logits = seen.find(({ name }) => name === 'logits') ?? (isConfigured && seen.length === 1 ? seen[0] : undefined)
  if (logits === undefined || (!isConfigured && input.name !== 'pixel_values')) return undefined
  subject.notes.because(
    'family',
    isConfigured ? 'sidecar' : 'names',
    isConfigured
      ? `config.json: ${architecture(subject)}.`
      : 'Input pixel_values and output logits, as Optimum names them.',
  )
  const boxes = seen.find(({ name, shape }) => name === 'pred_boxes' && shape.at(-1) === 4)
  if (logits.shape.length === 3 && boxes !== undefined) return detector(subject, logits)
  if (logits.shape.length === 4) return segmenter(subject, logits)
  if (logits.shape.length === 2) return classifier(subject, logits)
  throw new TriageError(
    'bad-model',
    `Expected logits of 2, 3 or 4 axes from a Hugging Face model; ${logits.shape.join(' × ')} came.`,
    'run',
  )
}

function architecture({ sidecars: { config } }: Subject): string {
  const list = config?.['architectures']
  return String(Array.isArray(list) ? list[0] : (config?.['model_type'] ?? 'no architecture named')).slice(0, 80)
}

function prepared({ sidecars, input, notes }: Subject): Draft['input'] {
  if (sidecars.preprocessor === undefined) {
    return askedPreparation(
      input.channels,
      'minus-one-one',
      'There is no preprocessor_config.json; −1 to 1 is what ViT takes.',
      notes,
    )
  }
  if (normalisesByMean(sidecars.preprocessor) && !Array.isArray(sidecars.preprocessor['image_mean'])) {
    notes.because('input.mean', 'default', 'preprocessor_config.json normalises and does not say with what.')
    notes.ask('input.scaling', 'Which grey levels did the network see in training?', {
      'minus-one-one': '−1 to 1 (what ViT takes)',
      imagenet: '0 to 1, then ImageNet mean and standard deviation',
      'zero-one': '0 to 1',
    })
  }
  return { ...readProcessor(sidecars.preprocessor, input.channels, notes), pixelSource: 'displayed', transpose: false }
}

function classifier(subject: Subject, logits: SeenOutput): Draft {
  const { sidecars, notes } = subject
  const count = logits.shape[1] ?? 0
  const problem = sidecars.config?.['problem_type']
  const isSigmoid = problem === 'multi_label_classification' || count === 1
  const draftOf = (activation: 'sigmoid' | 'softmax'): Draft => ({
    family: 'hugging-face-classification',
    task: 'classification',
    input: prepared(subject),
    outputs: [{ role: 'scores', name: logits.name }],
    decoder: { kind: 'classification', activation },
    labels: labelsFor(count, namesOfConfig(sidecars) ?? namesBeside(sidecars), notes),
  })
  if (typeof problem === 'string')
    notes.because('decoder.activation', 'sidecar', `problem_type of config.json: ${problem.slice(0, 60)}.`)
  else if (count === 1) notes.because('decoder.activation', 'shape', 'One output alone is read with a sigmoid.')
  else {
    const named = sidecars.config?.['architectures'] !== undefined
    notes.because(
      'decoder.activation',
      named ? 'sidecar' : 'default',
      'config.json names no problem_type; Transformers then takes a softmax.',
    )
    // An architecture says that Transformers runs it, and its own rule stands; without one nothing does.
    if (named) return draftOf('softmax')
    notes.ask('decoder.activation', 'Do the classes exclude each other?', {
      softmax: 'Yes: softmax, scores add up to 1',
      sigmoid: 'No: sigmoid, each by itself',
    })
  }
  return draftOf(isSigmoid ? 'sigmoid' : 'softmax')
}

function detector(subject: Subject, logits: SeenOutput): Draft {
  const { sidecars, notes } = subject
  const type = String(sidecars.config?.['model_type'] ?? '')
  const names = namesOfConfig(sidecars) ?? namesBeside(sidecars)
  const width = logits.shape[2] ?? 0
  const bySoftmax = softmaxDetectors.test(type) || (!sigmoidDetectors.test(type) && names?.names.length === width - 1)
  if (softmaxDetectors.test(type) || sigmoidDetectors.test(type))
    notes.because('decoder.kind', 'sidecar', `model_type of config.json: ${type}.`)
  else if (names !== undefined)
    notes.because(
      'decoder.kind',
      'shape',
      `${width} logits a query for ${names.names.length} labels: ${bySoftmax ? 'the last is "no object" (DETR)' : 'no class for "no object" (RT-DETR)'}.`,
    )
  else {
    notes.because('decoder.kind', 'default', 'Nothing beside the graph says which kind of detector this is.')
    notes.ask('decoder.kind', 'How are the queries read?', {
      'rt-detr': 'Each class by itself, sigmoid (RT-DETR, D-FINE, Deformable DETR)',
      detr: 'Classes and "no object" in a softmax (DETR, YOLOS)',
    })
  }
  return {
    family: bySoftmax ? 'hugging-face-detr' : 'hugging-face-rt-detr',
    task: 'detection',
    input: prepared(subject),
    outputs: [
      { role: 'scores', name: logits.name },
      { role: 'boxes', name: 'pred_boxes' },
    ],
    decoder: bySoftmax
      ? { kind: 'detr', confidence: 0.5 }
      : {
          kind: 'rt-detr',
          confidence: 0.5,
          topK: /^(conditional|deformable)_detr|^deta/.test(type) ? 100 : (logits.shape[1] ?? 300),
        },
    labels: labelsFor(bySoftmax ? width - 1 : width, names, notes),
  }
}

function segmenter(subject: Subject, logits: SeenOutput): Draft {
  const { sidecars, notes } = subject
  const count = logits.shape[1] ?? 0
  const labels = labelsFor(count, namesOfConfig(sidecars) ?? namesBeside(sidecars), notes)
  const background = labels.findIndex(({ name }) => /^_*background_*$/i.test(name))
  return {
    family: 'segmentation-map',
    task: 'segmentation',
    input: prepared(subject),
    outputs: [{ role: 'segmentation', name: logits.name }],
    decoder: {
      kind: 'segmentation',
      activation: count === 1 ? 'sigmoid' : 'softmax',
      ...(background === -1 ? {} : { background }),
    },
    labels,
  }
}
