import { Button, Checkbox, TextInput } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { settingsWords } from './words.ts'

type Props = { readonly rule: FlagRule; readonly onChange: (rule: FlagRule) => void }

/** One label: whether it flags, and from which scores the site's own levels begin. */
export function RuleRow({ rule, onChange }: Props) {
  const t = useWords(settingsWords)
  const { modelId, label, flags, levels } = rule
  const put = (index: number, change: Partial<FlagRule['levels'][number]>) =>
    onChange({ ...rule, levels: levels.map((level, i) => (i === index ? { ...level, ...change } : level)) })
  return (
    <tr>
      <td>{modelId}</td>
      <td>{label}</td>
      <td>
        <Checkbox
          aria-label={t('flagsOf', { label, model: modelId })}
          checked={flags}
          onChange={(event) => onChange({ ...rule, flags: event.currentTarget.checked })}
        />
      </td>
      <td>
        {levels.map((level, i) => (
          // Levels have no other identity than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div className="rule-level" key={i}>
            <TextInput
              aria-label={t('levelName', { label })}
              value={level.name}
              maxLength={40}
              onChange={(event) => put(i, { name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('levelFrom', { label })}
              type="number"
              step={0.01}
              value={Number.isFinite(level.from) ? level.from : ''}
              onChange={(event) =>
                put(i, { from: event.currentTarget.value === '' ? Number.NaN : Number(event.currentTarget.value) })
              }
            />
            <Button
              size="compact-xs"
              aria-label={t('removeLevel', { name: level.name })}
              onClick={() => onChange({ ...rule, levels: levels.filter((_, at) => at !== i) })}
            >
              ×
            </Button>
          </div>
        ))}
        {flags && levels.length < 5 && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => onChange({ ...rule, levels: [...levels, { name: t('newLevel'), from: 0.9 }] })}
          >
            {t('addLevel')}
          </Button>
        )}
      </td>
    </tr>
  )
}
