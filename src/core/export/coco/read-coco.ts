import { TriageError } from '#shared/errors.ts'
import type { BoxedImage } from '#core/export/boxed-image.ts'
import type { Finding } from '#shared/domain.ts'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const bad = (sentence: string) => new TriageError('bad-labels', sentence, 'export')

/** Reads a COCO object detection file; an annotation without score counts as certain. Refuses what is none with `bad-labels`. */
export function readCoco(text: string): BoxedImage[] {
  const document = parse(text)
  const names = new Map(list(document, 'categories').map((category) => [category['id'], String(category['name'])]))
  const annotations = Map.groupBy(list(document, 'annotations'), (annotation) => annotation['image_id'])
  return list(document, 'images').map((image) => ({
    name: String(image['file_name']),
    width: Number(image['width']),
    height: Number(image['height']),
    findings: (annotations.get(image['id']) ?? []).map((annotation) => toFinding(annotation, names)),
  }))
}

function parse(text: string): Json {
  try {
    const document: unknown = JSON.parse(text)
    if (isObject(document)) return document
  } catch {
    // Told below.
  }
  throw bad('Expected a COCO file; this is no JSON object.')
}

function list(document: Json, key: string): Json[] {
  const value = document[key]
  if (!Array.isArray(value) || !value.every(isObject)) throw bad(`Expected a COCO file; it has no list "${key}".`)
  return value
}

function toFinding(annotation: Json, names: ReadonlyMap<unknown, string>): Finding {
  const label = names.get(annotation['category_id'])
  if (label === undefined) throw bad('Expected every annotation to name one of the categories; one does not.')
  const score = annotation['score'] === undefined ? 1 : Number(annotation['score'])
  const box = toBox(annotation['bbox'])
  const mask = toMask(annotation['segmentation'])
  return { label, score, ...(box && { box }), ...(mask && { mask }) }
}

function toBox(value: unknown): Finding['box'] {
  if (!Array.isArray(value)) return undefined
  const [x, y, width, height] = value.map(Number)
  const numbers = [x, y, width, height]
  if (value.length !== 4 || !numbers.every(Number.isFinite)) throw bad('Expected a box of four numbers.')
  return numbers as Finding['box']
}

function toMask(value: unknown): Finding['mask'] {
  if (!isObject(value) || !Array.isArray(value['counts']) || !Array.isArray(value['size'])) return undefined
  return { size: value['size'].map(Number) as [number, number], counts: value['counts'].map(Number) }
}
