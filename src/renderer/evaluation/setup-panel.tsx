import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { EvaluationRequest } from '#shared/evaluation.ts'
import { type Choice, labelsOf, toRequest, versionsOf } from './choice.ts'
import { evaluationWords } from './words.ts'

const subgroups = ['sex', 'age', 'modality', 'view', 'site', 'encoding'] as const

type Props = { readonly busy: boolean; readonly onRun: (request: EvaluationRequest) => void }

/** Which model version is evaluated, against what, counted how. */
export function SetupPanel({ busy, onRun }: Props) {
  const t = useWords(evaluationWords)
  const models = useAnswer('model:list', undefined).data ?? []
  const sets = (useAnswer('reference:list', undefined).data ?? []).filter(({ areScores }) => !areScores)
  const cohorts = useAnswer('cohort:list', undefined).data ?? []
  const [choice, setChoice] = useState<Choice>({ unit: 'image', combine: 'max' })
  const put = (change: Partial<Choice>) => setChoice({ ...choice, ...change })
  const request = toRequest(choice, models, sets)
  const run = () => request && onRun(request)
  useShortcuts(t('keysTitle'), [{ keys: ['e'], name: t('run'), run }])
  const labels = labelsOf(models, request)
  return (
    <section className="panel" aria-label={t('question')}>
      <div className="fields">
        <NativeSelect
          label={t('model')}
          value={request?.modelSha256 ?? choice.sha256 ?? ''}
          onChange={(event) => put({ sha256: event.currentTarget.value, label: undefined })}
          data={versionsOf(models)}
        />
        <NativeSelect
          label={t('label')}
          value={request?.label ?? ''}
          onChange={(event) => put({ label: event.currentTarget.value })}
          data={labels}
        />
        <NativeSelect
          label={t('reference')}
          value={choice.reference ?? (sets[0] ? `set ${sets[0].id}` : 'unaided')}
          onChange={(event) => put({ reference: event.currentTarget.value })}
          data={[
            ...sets.map(({ id, name, matched }) => ({
              value: `set ${id}`,
              label: t('referenceSet', { name, n: matched }),
            })),
            { value: 'unaided', label: t('readingsUnaided') },
            { value: 'all', label: t('readingsAll') },
          ]}
        />
        <NativeSelect
          label={t('unit')}
          value={choice.unit}
          onChange={(event) => put({ unit: event.currentTarget.value as Choice['unit'] })}
          data={(['image', 'study', 'patient'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <NativeSelect
          label={t('combine')}
          value={choice.combine}
          onChange={(event) => put({ combine: event.currentTarget.value as Choice['combine'] })}
          data={(['max', 'mean'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <NativeSelect
          label={t('cohort')}
          value={choice.cohortId?.toString() ?? ''}
          onChange={(event) =>
            put({ cohortId: event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value) })
          }
          data={[
            { value: '', label: t('allCases') },
            ...cohorts.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        <NativeSelect
          label={t('subgroup')}
          value={choice.subgroup ?? ''}
          onChange={(event) => put({ subgroup: (event.currentTarget.value || undefined) as Choice['subgroup'] })}
          data={[{ value: '', label: t('none') }, ...subgroups.map((value) => ({ value, label: t(value) }))]}
        />
        <Button variant="filled" disabled={!request} loading={busy} onClick={run}>
          {t('run')}
        </Button>
      </div>
    </section>
  )
}
