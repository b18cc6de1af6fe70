import { NativeSelect, TextInput } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import type { Evidence, Manifest } from '#shared/manifest.ts'
import type { InstalledModel } from '#shared/models.ts'
import { type EditableFields, toFields, withField } from './edit-manifest.ts'
import { modelWords } from './words.ts'

const sources = {
  metadata: 'fromMetadata',
  sidecar: 'fromSidecar',
  names: 'fromNames',
  shape: 'fromShape',
  constant: 'fromConstant',
  probe: 'fromProbe',
  default: 'fromDefault',
  user: 'fromUser',
} as const satisfies Record<Evidence['source'], keyof typeof modelWords>

const texts = [
  ['id', 'fieldId'],
  ['version', 'fieldVersion'],
  ['name', 'fieldName'],
  ['description', 'fieldDescription'],
  ['intendedUse', 'fieldIntendedUse'],
  ['width', 'fieldWidth'],
  ['height', 'fieldHeight'],
  ['modalities', 'fieldModalities'],
  ['views', 'fieldViews'],
] as const

type Props = {
  readonly manifest: Manifest
  readonly models: readonly InstalledModel[]
  readonly onChange: (manifest: Manifest) => void
}

/** What is known of a proposed model, to be corrected, and what each field was read from. */
export function ManifestFields({ manifest, models, onChange }: Props) {
  const t = useWords(modelWords)
  const fields = toFields(manifest)
  const put = <K extends keyof EditableFields>(key: K, value: EditableFields[K]) =>
    onChange(withField(manifest, key, value))
  const gates = models.filter(({ manifest: { task } }) => task === 'gate').map(({ manifest: { id } }) => id)
  return (
    <div className="proposal">
      <fieldset className="plain-set">
        <legend>{t('fields')}</legend>
        {texts.map(([key, words]) => (
          <TextInput
            key={key}
            label={t(words)}
            value={fields[key]}
            onChange={(event) => put(key, event.currentTarget.value)}
          />
        ))}
        <NativeSelect
          label={t('fieldSource')}
          value={fields.pixelSource}
          onChange={(event) => put('pixelSource', event.currentTarget.value as EditableFields['pixelSource'])}
          data={(['stored', 'modality', 'displayed'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <NativeSelect
          label={t('fieldGate')}
          value={fields.gate}
          onChange={(event) => put('gate', event.currentTarget.value)}
          data={[{ value: '', label: t('noGate') }, ...new Set([...gates, ...(fields.gate ? [fields.gate] : [])])]}
        />
      </fieldset>
      <div>
        <h3>{t('evidence')}</h3>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {manifest.evidence.map(({ field, source, detail }) => (
              <tr key={`${field} ${detail}`}>
                <td>{field}</td>
                <td>
                  <span className="chip">{t(sources[source])}</span> {detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3>{t('labels')}</h3>
        <p>
          {manifest.labels
            .filter(({ hidden }) => !hidden)
            .map(({ name }) => name)
            .join(', ')}
        </p>
      </div>
    </div>
  )
}
