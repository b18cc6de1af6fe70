import { Button } from '@mantine/core'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { DeviceLine } from './device-line.tsx'
import { ModelPanel } from './model-panel.tsx'
import { setProposal, useProposal } from './open-proposal.ts'
import { ProposalPanel } from './proposal-panel.tsx'
import { modelWords } from './words.ts'
import './models.css'

/** The models of this workstation, and the way a new one comes in. */
export function ModelsScreen() {
  const t = useWords(modelWords)
  const models = useAnswer('model:list', undefined)
  const proposal = useProposal()
  const choose = useAct('model:choose', { onSuccess: (chosen) => chosen && setProposal(chosen) })
  const add = () => choose.mutate(undefined)
  useShortcuts(t('keysTitle'), [{ keys: ['a'], name: t('add'), run: add }])
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="space" />
        <Button variant="filled" onClick={add} loading={choose.isPending}>
          {t('add')}
        </Button>
      </div>
      <DeviceLine />
      {proposal ? (
        <ProposalPanel key={proposal.proposalId} proposal={proposal} models={models.data ?? []} />
      ) : (
        <p className="quiet">{t('addHint')}</p>
      )}
      <Answer answer={models}>
        {(list) =>
          list.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            list.map((model) => (
              <ModelPanel
                key={`${model.manifest.id} ${model.manifest.file.sha256} ${model.manifest.version}`}
                model={model}
              />
            ))
          )
        }
      </Answer>
    </div>
  )
}
