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
  readonly modalities: string
  readonly views: string
  readonly gate: string
}

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
