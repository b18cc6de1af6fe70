import { Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { InstalledModel, Verification } from '#shared/models.ts'
import { ModelDetails } from './model-details.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { modelWords } from './words.ts'

const usable = ['active', 'shadow', 'inactive'] as const
const meanings = { active: 'activeMeaning', shadow: 'shadowMeaning', inactive: 'inactiveMeaning' } as const

/** One model version: what it is for, whether it is in use, and whether it still gives its golden answers. */
export function ModelPanel({ model }: { readonly model: InstalledModel }) {
  const t = useWords(modelWords)
  const client = useQueryClient()
  const [open, setOpen] = useState<'details' | 'remove'>()
  const { manifest, state, why } = model
  const version = { modelId: manifest.id, sha256: manifest.file.sha256 }
  const anew = () => void client.invalidateQueries({ queryKey: ['model:list'] })
  const change = useAct('model:set-state', { onSuccess: anew })
  const verify = useAct('model:verify')
  const known = usable.find((one) => one === state)
  return (
    <section className="panel model-panel" aria-label={manifest.name}>
      <div className="page-head">
        <h2>{manifest.name}</h2>
        <span className="quiet">
          {manifest.id} · {t('version', { version: manifest.version })} · {model.bundled ? t('bundled') : t('own')}
        </span>
        <span className="space" />
        <NativeSelect
          aria-label={t('stateOf', { name: manifest.name })}
          value={state}
          disabled={change.isPending}
          onChange={(event) =>
            change.mutate({ ...version, state: event.currentTarget.value as (typeof usable)[number] })
          }
          data={[
            ...(known ? [] : [{ value: state, label: t(state) }]),
            ...usable.map((one) => ({ value: one, label: `${t(one)}: ${t(meanings[one])}` })),
          ]}
        />
        <Button loading={verify.isPending} onClick={() => verify.mutate(version)}>
          {t('verify')}
        </Button>
        <Button aria-expanded={open === 'details'} onClick={() => setOpen(open === 'details' ? undefined : 'details')}>
          {t('details')}
        </Button>
        {!model.bundled && <Button onClick={() => setOpen('remove')}>{t('remove')}</Button>}
      </div>
      <p>{manifest.description}</p>
      {!known && (
        <p className="trouble">
          ⚠ {t(state)}. {why}
        </p>
      )}
      {!model.thresholdConfirmed && manifest.task !== 'gate' && (
        <p>
          <span className="chip chip-warning">⚠ {t('confirm')}</span> <a href="#/evaluation">{t('confirmHint')}</a>
        </p>
      )}
      {verify.data && <Verified verification={verify.data} />}
      {open === 'details' && <ModelDetails model={model} />}
      {open === 'remove' && <RemoveDialog model={model} onClose={() => setOpen(undefined)} onRemoved={anew} />}
    </section>
  )
}

function Verified({ verification }: { readonly verification: Verification }) {
  const t = useWords(modelWords)
  const language = useLanguage()
  const { passed, cases, differs, largestDifference } = verification
  const difference = (largestDifference ?? 0).toLocaleString(language, { maximumSignificantDigits: 2 })
  if (passed) return <output>✓ {t('verified', { cases, difference })}</output>
  return <output className="trouble">⚠ {t('differs', { stage: differs ?? '–' })}</output>
}
