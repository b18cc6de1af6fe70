import { Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { tell } from '#renderer/shell/notices.ts'
import type { InstalledModel, ModelProposal } from '#shared/models.ts'
import { whyInvalid } from './edit-manifest.ts'
import { ManifestFields } from './manifest-fields.tsx'
import { setProposal } from './open-proposal.ts'
import { Questions } from './questions.tsx'
import { Trial } from './trial.tsx'
import { modelWords } from './words.ts'

type Props = { readonly proposal: ModelProposal; readonly models: readonly InstalledModel[] }

/** A model that was read and not yet taken in: what is known and from where, what is not, a trial, and the saving. */
export function ProposalPanel({ proposal, models }: Props) {
  const t = useWords(modelWords)
  const client = useQueryClient()
  const [manifest, setManifest] = useState(proposal.manifest)
  const [answered, setAnswered] = useState<readonly string[]>([])
  const save = useAct('model:save', {
    ownTrouble: true,
    onSuccess: ({ manifest: { name } }) => {
      setProposal(undefined)
      tell({ tone: 'information', text: t('saved', { name }) })
      void client.invalidateQueries({ queryKey: ['model:list'] })
    },
  })
  const open = proposal.questions.filter(({ field }) => !answered.includes(field))
  const why = whyInvalid(manifest)
  return (
    <section className="panel" aria-label={t('proposalTitle')}>
      <h2>
        {t('proposalTitle')}: {manifest.name}
      </h2>
      <p>{t('proposalHint')}</p>
      {proposal.questions.length > 0 && (
        <Questions
          questions={proposal.questions}
          manifest={manifest}
          answered={answered}
          onAnswer={(field, next) => {
            setManifest(next)
            setAnswered([...answered.filter((known) => known !== field), field])
          }}
        />
      )}
      <ManifestFields manifest={manifest} models={models} onChange={setManifest} />
      <Trial proposalId={proposal.proposalId} manifest={manifest} isValid={why === undefined} />
      {why !== undefined && <p className="trouble">{t('invalid', { why })}</p>}
      {save.error && <Trouble error={save.error} />}
      <p className="quiet">{t('saveHint')}</p>
      <Group gap="xs">
        <KeyButton
          group={t('keysTitle')}
          keyName="s"
          name={open.length > 0 ? `${t('save')} (${t('open', { n: open.length })})` : t('save')}
          variant="filled"
          disabled={open.length > 0 || why !== undefined}
          loading={save.isPending}
          onClick={() => save.mutate({ proposalId: proposal.proposalId, manifest })}
        />
        <KeyButton group={t('keysTitle')} keyName="Escape" name={t('discard')} onClick={() => setProposal(undefined)} />
      </Group>
    </section>
  )
}
