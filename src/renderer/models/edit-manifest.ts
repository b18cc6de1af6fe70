import { answerQuestion, normalisations } from '#shared/model-answers.ts'
import { type Manifest, manifestSchema } from '#shared/manifest.ts'

/** The fields of a proposed manifest that a person may change in the window. */
export type EditableFields = {
  readonly id: string
  readonly version: string
  readonly name: string
  readonly description: string
  readonly intendedUse: string
  readonly width: string
  readonly height: string
  readonly pixelSource: Manifest['input']['pixelSource']
  /** Names parted by commas. */
  readonly labels: string
  /** Name of a normalisation; empty: the manifest's own. */
  readonly scaling: string
  readonly colour: Manifest['input']['colour']
  /** A kind of geometry that needs no more settings; empty: the manifest's own. */
  readonly geometry: string
  /** Empty where outputs are read in one way only. */
  readonly activation: string
  readonly modalities: string
  readonly views: string
  readonly gate: string
}

/** Kinds of geometry that a person may choose by name alone. */
export const simpleGeometries = ['stretch', 'letterbox', 'center-crop'] as const

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function toFields({ input, scope, ...manifest }: Manifest): EditableFields {
  return {
    id: manifest.id,
    version: manifest.version,
    name: manifest.name,
    description: manifest.description,
    intendedUse: manifest.intendedUse,
    width: input.width?.toString() ?? '',
    height: input.height?.toString() ?? '',
    pixelSource: input.pixelSource,
    labels: manifest.labels.map(({ name }) => name).join(', '),
    scaling:
      Object.entries(normalisations).find(([, { scaling, mean, std }]) =>
        isSame([scaling, mean, std], [input.scaling, input.mean, input.std]),
      )?.[0] ?? '',
    colour: input.colour,
    geometry: simpleGeometries.find((kind) => kind === input.geometry.kind) ?? '',
    activation: 'activation' in manifest.decoder ? manifest.decoder.activation : '',
    modalities: scope.modalities?.join(', ') ?? '',
    views: scope.views?.join(', ') ?? '',
    gate: manifest.gate ?? '',
  }
}

/**
 * A manifest with one field changed by a person, which is noted as its evidence. It may be one that the schema refuses, as
 * while a number is being typed: `whyInvalid` tells.
 */
export function withField<K extends keyof EditableFields>(
  manifest: Manifest,
  field: K,
  value: EditableFields[K],
): Manifest {
  const changed = change(manifest, field, value)
  const evidence = changed.evidence.filter((entry) => entry.field !== places[field])
  return { ...changed, evidence: [...evidence, { field: places[field], source: 'user', detail: String(value) }] }
}

const places: Record<keyof EditableFields, string> = {
  id: 'id',
  version: 'version',
  name: 'name',
  description: 'description',
  intendedUse: 'intendedUse',
  width: 'input.width',
  height: 'input.height',
  pixelSource: 'input.pixelSource',
  labels: 'labels',
  scaling: 'input.scaling',
  colour: 'input.colour',
  geometry: 'input.geometry',
  activation: 'decoder.activation',
  modalities: 'scope.modalities',
  views: 'scope.views',
  gate: 'gate',
}

function change(manifest: Manifest, field: keyof EditableFields, value: string): Manifest {
  const { input, scope, gate: _gate, ...rest } = manifest
  const { [field as 'width']: _side, ...otherInput } = input
  const { [field as 'views']: _list, ...otherScope } = scope
  switch (field) {
    case 'width':
    case 'height':
      return { ...manifest, input: value.trim() === '' ? otherInput : { ...otherInput, [field]: Number(value) } }
    case 'pixelSource':
      return { ...manifest, input: { ...input, pixelSource: value as EditableFields['pixelSource'] } }
    case 'colour':
      return { ...manifest, input: { ...input, colour: value as EditableFields['colour'] } }
    case 'geometry':
      return { ...manifest, input: { ...input, geometry: geometryOf(value, input.geometry) } }
    case 'labels':
    case 'scaling':
    case 'activation':
      return value === '' ? manifest : answerQuestion(manifest, places[field], value)
    case 'modalities':
    case 'views': {
      const names = toNames(value)
      return { ...manifest, scope: names.length === 0 ? otherScope : { ...otherScope, [field]: names } }
    }
    case 'gate':
      return value === '' ? { ...rest, input, scope } : { ...manifest, gate: value }
    default:
      return { ...manifest, [field]: value }
  }
}

function geometryOf(kind: string, known: Manifest['input']['geometry']): Manifest['input']['geometry'] {
  const kernel = 'kernel' in known ? known.kernel : 'linear'
  switch (kind) {
    case 'stretch':
    case 'center-crop':
      return { kind, kernel }
    case 'letterbox':
      return { kind, kernel, padValue: 114 }
    default:
      return known
  }
}

const toNames = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Which field the schema refuses and why; undefined for a manifest that can be saved. */
export function whyInvalid(manifest: Manifest): string | undefined {
  const [issue] = manifestSchema.safeParse(manifest).error?.issues ?? []
  return issue && `${issue.path.join('.')}: ${issue.message}`
}
