import { Button, Tabs } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import type { ReplyOf } from '#shared/contract.ts'
import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { Accuracy } from './accuracy.tsx'
import { AgreementPanel } from './agreement-panel.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { DriftPanel } from './drift-panel.tsx'
import { RecalibrationPanel } from './recalibration-panel.tsx'
import { ReferenceDialog } from './reference-dialog.tsx'
import { ReferencesPanel } from './references-panel.tsx'
import { SetupPanel } from './setup-panel.tsx'
import { ThresholdPanel } from './threshold-panel.tsx'
import { evaluationWords } from './words.ts'
import './evaluation.css'

const views = ['accuracy', 'threshold', 'compare', 'agreement', 'drift', 'recalibration', 'references'] as const
type View = (typeof views)[number]

/** How far to trust a model here, on these patients. */
export function EvaluationScreen() {
  const t = useWords(evaluationWords)
  const [view, setView] = useState<View>('accuracy')
  const [request, setRequest] = useState<EvaluationRequest>()
  const [preview, setPreview] = useState<ReplyOf<'reference:choose'>>()
  const evaluate = useAct('evaluation:run', { ownTrouble: true })
  const choose = useAct('reference:choose', { onSuccess: (chosen) => setPreview(chosen) })
  const importReference = () => choose.mutate(undefined)
  useShortcuts(t('keysTitle'), [
    ...views.map((name, i) => ({ keys: [String(i + 1)], name: t(name), run: () => setView(name) })),
    { keys: ['i'], name: t('importReference'), run: importReference },
  ])
  const basis = useBasis(request, evaluate.data)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="space" />
        <Button loading={choose.isPending} onClick={importReference}>
          {t('importReference')}
        </Button>
      </div>
      <SetupPanel
        busy={evaluate.isPending}
        onRun={(next) => {
          setRequest(next)
          evaluate.mutate(next)
        }}
      />
      <Tabs value={view} onChange={(next) => setView((next ?? 'accuracy') as View)} keepMounted={false}>
        <Tabs.List aria-label={t('views')} mb="sm">
          {views.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {evaluate.error && (view === 'accuracy' || view === 'threshold') && <Trouble error={evaluate.error} />}
        <Tabs.Panel value="accuracy">
          <Evaluated evaluation={evaluate.data} request={request} hint={t('begin')}>
            {(evaluation, asked) => <Accuracy evaluation={evaluation} request={asked} />}
          </Evaluated>
        </Tabs.Panel>
        <Tabs.Panel value="threshold">
          <Evaluated evaluation={evaluate.data} request={request} hint={t('begin')}>
            {(evaluation, asked) => (
              <ThresholdPanel key={JSON.stringify(asked)} evaluation={evaluation} request={asked} basis={basis} />
            )}
          </Evaluated>
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          {request ? <ComparePanel request={request} /> : <p className="quiet">{t('begin')}</p>}
        </Tabs.Panel>
        <Tabs.Panel value="agreement">
          <AgreementPanel cohortId={request?.cohortId} />
        </Tabs.Panel>
        <Tabs.Panel value="drift">
          {request ? (
            <DriftPanel modelId={request.modelId} label={request.label} />
          ) : (
            <p className="quiet">{t('begin')}</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="recalibration">
          {request ? <RecalibrationPanel request={request} /> : <p className="quiet">{t('begin')}</p>}
        </Tabs.Panel>
        <Tabs.Panel value="references">
          <ReferencesPanel />
        </Tabs.Panel>
      </Tabs>
      {preview && <ReferenceDialog preview={preview} onClose={() => setPreview(undefined)} />}
    </div>
  )
}

type EvaluatedProps = {
  readonly evaluation: Evaluation | undefined
  readonly request: EvaluationRequest | undefined
  readonly hint: string
  readonly children: (evaluation: Evaluation, request: EvaluationRequest) => ReactNode
}

function Evaluated({ evaluation, request, hint, children }: EvaluatedProps) {
  const t = useWords(evaluationWords)
  if (evaluation?.n === 0) return <p>{t('noCases')}</p>
  return evaluation && request ? children(evaluation, request) : <p className="quiet">{hint}</p>
}

/** On which cases a threshold is chosen, in a line that is kept with it. */
function useBasis(request: EvaluationRequest | undefined, evaluation: Evaluation | undefined): string {
  const t = useWords(evaluationWords)
  const sets = useAnswer('reference:list', undefined).data ?? []
  if (!request || !evaluation) return ''
  const { reference } = request
  const name =
    'set' in reference
      ? (sets.find(({ id }) => id === reference.set)?.name ?? '')
      : t(reference.readings === 'all' ? 'readingsAll' : 'readingsUnaided')
  const { n, positives, unmatched, notAssessed } = evaluation
  return `${name}: ${t('cases', { n, positives, unmatched, notAssessed })}`
}
