import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { groupWords } from '#renderer/messages/domain-words.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { useAdoptSettings } from '#renderer/shell/app-state.ts'
import { tell } from '#renderer/shell/notices.ts'
import { countOf } from '#renderer/worklist/list-layout.ts'
import { groups } from '#shared/domain.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { isComplete, toLines, withRule } from './rules.ts'
import { RuleRow } from './rule-row.tsx'
import { settingsWords } from './words.ts'

/** The site's rules for flagging: edited, tried against the list as it is, and only then put in force. */
export function RulesPanel({ rules }: { readonly rules: readonly FlagRule[] }) {
  const t = useWords(settingsWords)
  const models = useAnswer('model:list', undefined)
  const [edited, setEdited] = useState<readonly FlagRule[]>()
  const adopt = useAdoptSettings()
  const save = useAct('settings:set', {
    onSuccess: (settings) => {
      adopt(settings)
      setEdited(undefined)
      tell({ tone: 'information', text: t('applied') })
    },
  })
  const shown = edited ?? rules
  return (
    <section className="panel" aria-label={t('rules')}>
      <h2>{t('rules')}</h2>
      <p className="quiet">{t('rulesHint')}</p>
      <Answer answer={models}>
        {(list) => {
          const lines = toLines(list, shown)
          if (lines.length === 0) return <p>{t('rulesNone')}</p>
          return (
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{t('model')}</th>
                  <th scope="col">{t('label')}</th>
                  <th scope="col">{t('flags')}</th>
                  <th scope="col">{t('levels')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <RuleRow
                    key={`${line.rule.modelId} ${line.rule.label}`}
                    rule={line.rule}
                    onChange={(rule) => setEdited(withRule(shown, { rule, byManifest: line.byManifest }))}
                  />
                ))}
              </tbody>
            </table>
          )
        }}
      </Answer>
      {edited && <Preview rules={edited} />}
      {edited && (
        <Group gap="xs">
          <Button
            variant="filled"
            disabled={!isComplete(edited)}
            loading={save.isPending}
            onClick={() => save.mutate({ key: 'flagRules', value: edited })}
          >
            {t('apply')}
          </Button>
          <Button onClick={() => setEdited(undefined)}>{t('discard')}</Button>
        </Group>
      )}
    </section>
  )
}

/** How many studies would stand in which group. */
function Preview({ rules }: { readonly rules: readonly FlagRule[] }) {
  const t = useWords(settingsWords)
  const words = useWords(groupWords)
  const complete = isComplete(rules)
  const preview = useAnswer('worklist:preview-rules', { rules: [...rules] }, { enabled: complete, staleTime: 0 })
  if (!complete) return <p className="trouble">{t('invalid')}</p>
  return (
    <div className="rules-preview">
      <h3>{t('preview')}</h3>
      <Answer answer={preview}>
        {({ before, after }) => (
          <ul>
            {groups.map((group) => {
              const change = countOf(after, group) - countOf(before, group)
              return (
                <li key={group}>
                  {t('previewLine', {
                    group: words(group),
                    before: countOf(before, group),
                    after: countOf(after, group),
                    change: change > 0 ? `+${change}` : String(change),
                  })}
                </li>
              )
            })}
          </ul>
        )}
      </Answer>
    </div>
  )
}
