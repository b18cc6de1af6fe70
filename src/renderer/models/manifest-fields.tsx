import { useState } from 'react'
import { NativeSelect, TextInput } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import type { Evidence, Manifest } from '#shared/manifest.ts'
import type { InstalledModel } from '#shared/models.ts'
import { normalisations } from '#shared/model-answers.ts'
import { type EditableFields, simpleGeometries, toFields, withField } from './edit-manifest.ts'
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
          label={t('fieldScaling')}
          value={fields.scaling}
          onChange={(event) => put('scaling', event.currentTarget.value)}
          data={[
            ...(fields.scaling === '' ? [{ value: '', label: t('keepScaling') }] : []),
            ...Object.entries(normalisations).map(([value, { meaning }]) => ({ value, label: meaning })),
          ]}
        />
        <NativeSelect
          label={t('fieldColour')}
          value={fields.colour}
          onChange={(event) => put('colour', event.currentTarget.value as EditableFields['colour'])}
          data={(manifest.input.channels === 1 ? (['grey'] as const) : (['rgb', 'bgr'] as const)).map((value) => ({
            value,
            label: t(value),
          }))}
        />
        <NativeSelect
          label={t('fieldGeometry')}
          value={fields.geometry}
          onChange={(event) => put('geometry', event.currentTarget.value)}
          data={[
            ...(fields.geometry === '' ? [{ value: '', label: t('keepGeometry') }] : []),
            ...simpleGeometries.map((value) => ({ value, label: t(value) })),
          ]}
        />
        {fields.activation !== '' && (
          <NativeSelect
            label={t('fieldActivation')}
            value={fields.activation}
            onChange={(event) => put('activation', event.currentTarget.value)}
            data={[
              { value: 'none', label: t('asIs') },
              { value: 'sigmoid', label: t('sigmoid') },
              { value: 'softmax', label: t('softmax') },
            ]}
          />
        )}
        <LabelsField key={manifest.labels.length} labels={fields.labels} onChange={(value) => put('labels', value)} />
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
      </div>
    </div>
  )
}

/** Names as they are typed: they are taken over once there are as many as outputs. */
function LabelsField({ labels, onChange }: { readonly labels: string; readonly onChange: (value: string) => void }) {
  const t = useWords(modelWords)
  const [text, setText] = useState(labels)
  const [error, setError] = useState<string>()
  return (
    <TextInput
      label={t('fieldLabels')}
      value={text}
      error={error}
      onChange={(event) => {
        setText(event.currentTarget.value)
        try {
          onChange(event.currentTarget.value)
          setError(undefined)
        } catch (refusal) {
          setError((refusal as Error).message)
        }
      }}
    />
  )
}
