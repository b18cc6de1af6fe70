import { TriageError } from '#shared/errors.ts'
import type { Evidence, ManifestLabel } from '#shared/manifest.ts'
import { toLabels } from '#shared/model-answers.ts'
import type { Subject } from './draft.ts'
import { namesOf, parseLabelJson } from './label-files.ts'
import { parsePythonLiteral, type PythonValue } from './python-literal.ts'
import { isRecord, type Sidecars } from './dropped-files.ts'
import type { Notes } from './notes.ts'

type Found = { readonly names: readonly string[]; readonly source: Evidence['source']; readonly detail: string }

/**
 * Labels of `count` outputs from the names found; where there are none, or not as many, placeholders and a question. Refuses a
 * list beside the file that has another length.
 */
export function labelsFor(count: number, found: Found | undefined, notes: Notes): ManifestLabel[] {
  if (found !== undefined) {
    if (count === 1 && found.names.length === 2) return positiveLabel(found, notes)
    const names = found.names.length === count + 1 && isBackground(found.names[0]) ? found.names.slice(1) : found.names
    if (names.length !== count) {
      throw new TriageError(
        'bad-labels',
        `Expected ${count} names, one an output; ${found.detail} has ${found.names.length}.`,
        'run',
      )
    }
    notes.because('labels', found.source, `${names.length} names from ${found.detail}.`)
    return toLabels(names)
  }
  notes.because('labels', 'default', 'Neither the file nor anything beside it names the outputs.')
  notes.ask('labels', `What do the ${count} outputs stand for, in order? (Names parted by commas)`, {})
  return toLabels(Array.from({ length: count }, (_, i) => `class ${i}`))
}

/** One output for two classes gives the second, the positive one: so Keras and others count them. */
function positiveLabel({ names, source, detail }: Found, notes: Notes): ManifestLabel[] {
  const [negative = '', positive = ''] = names
  notes.because('labels', source, `Two names from ${detail} for one output: it is the score of the second.`)
  notes.ask('labels', 'Which class does the one output score?', {
    [positive]: `The second, ${positive}`,
    [negative]: `The first, ${negative}`,
  })
  return toLabels([positive])
}

export const isBackground = (name: string | undefined): boolean => /^_*background_*$/i.test(name?.trim() ?? '')

/** Names of a `labels.txt`, `classes.txt` or `data.yaml`. */
export function namesBeside({ labels }: Sidecars): Found | undefined {
  return labels && { names: labels.names, source: 'sidecar', detail: labels.file }
}

/** Names beside the graph, else those that an exporter put into its metadata, as a literal, JSON or words parted by commas. */
export function namesFor({ sidecars, facts }: Pick<Subject, 'sidecars' | 'facts'>): Found | undefined {
  const beside = namesBeside(sidecars)
  if (beside !== undefined) return beside
  for (const key of ['names', 'labels', 'classes', 'class_names', 'id2label']) {
    const text = facts.metadata[key]
    if (text === undefined) continue
    const names = namesOf(parsePythonLiteral(text)) ?? parseLabelJson(text) ?? byCommas(text)
    if (names !== undefined) return { names, source: 'metadata', detail: `${key} of the metadata` }
  }
  return undefined
}

const byCommas = (text: string) =>
  /^[^[\]{}:"]+,[^[\]{}:"]+$/.test(text) ? text.split(',').map((name) => name.trim()) : undefined

/** `id2label` of a Hugging Face configuration; undefined where it is missing or only counts. */
export function namesOfConfig({ config }: Sidecars): Found | undefined {
  const map = config?.['id2label']
  if (!isRecord(map)) return undefined
  const names = namesOf(new Map(Object.entries(map)) as PythonValue)
  if (names === undefined || names.every((name, i) => name === `LABEL_${i}`)) return undefined
  return { names, source: 'sidecar', detail: 'id2label of config.json' }
}
