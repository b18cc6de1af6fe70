import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { list } from '#renderer/worklist/use-list.ts'
import { evaluationWords } from './words.ts'

/** Named, frozen sets of studies, with how many were found, left out and analysed. */
export function Cohorts() {
  const t = useWords(evaluationWords)
  const client = useQueryClient()
  const cohorts = useAnswer('cohort:list', undefined)
  const [name, setName] = useState('')
  const create = useAct('cohort:create', {
    onSuccess: () => {
      setName('')
      void client.invalidateQueries({ queryKey: ['cohort:list'] })
    },
  })
  return (
    <section className="panel" aria-label={t('cohortsTitle')}>
      <h2>{t('cohortsTitle')}</h2>
      <Answer answer={cohorts}>
        {(all) =>
          all.length === 0 ? (
            <p className="quiet">{t('cohortsNone')}</p>
          ) : (
            <ul className="case-list">
              {all.map(({ id, name, flow }) => (
                <li key={id}>
                  <strong>{name}</strong>{' '}
                  {t('flow', { found: flow.found, analysed: flow.analysed, notAssessed: flow.notAssessed })}
                  {flow.excluded.map(({ why, n }) => ` · ${t('flowExcluded', { n, why })}`)}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') create.mutate({ name: name.trim(), filter: list.read().query.filter })
        }}
      >
        <TextInput
          label={t('cohortName')}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
          {t('freeze')}
        </Button>
      </form>
    </section>
  )
}
