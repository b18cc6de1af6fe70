import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { useSettings } from '#renderer/shell/app-state.ts'
import type { WorklistFilter } from '#shared/worklist.ts'
import { filtersInUse, type OrderName, orderName, orderNames, orders, withFilter } from './filters.ts'
import type { Query } from './list-state.ts'
import { SavedFilters } from './saved-filters.tsx'
import { SearchField } from './search-field.tsx'
import { worklistWords } from './words.ts'

const modalities = ['CR', 'DX', 'MG', 'CT', 'MR', 'US', 'XA', 'RF', 'NM', 'PT', 'OT']

type Props = { readonly query: Query; readonly isUnaided: boolean; readonly onChange: (query: Query) => void }

/** What of the list is shown, and in which order. */
export function FilterBar({ query, isUnaided, onChange }: Props) {
  const t = useWords(worklistWords)
  const [open, setOpen] = useState(false)
  const { filter, sort } = query
  const put = <K extends keyof WorklistFilter>(key: K, value: WorklistFilter[K] | '' | undefined) =>
    onChange({ ...query, filter: withFilter(filter, key, value) })
  useShortcuts(t('listKeys'), [{ keys: ['f'], name: t('toggleFilters'), run: () => setOpen(!open) }])
  const inUse = filtersInUse(filter)
  return (
    <div className="filter-bar">
      <div className="fields">
        <SearchField value={filter.search ?? ''} onChange={(search) => put('search', search)} />
        {isUnaided ? (
          <span className="quiet">{t('byRandom')}</span>
        ) : (
          <NativeSelect
            aria-label={t('sort')}
            value={orderName(sort)}
            onChange={(event) => onChange({ ...query, sort: orders[event.currentTarget.value as OrderName] })}
            data={orderNames.map((name) => ({ value: name, label: t(name) }))}
          />
        )}
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {inUse === 0 ? t('filters') : t('filtersInUse', { n: inUse })} <kbd aria-hidden="true">F</kbd>
        </Button>
        {inUse > 0 && (
          <KeyButton
            group={t('listKeys')}
            keyName="Shift+F"
            name={t('clearFilters')}
            variant="subtle"
            onClick={() => onChange({ ...query, filter: withFilter({}, 'search', filter.search) })}
          />
        )}
        <SavedFilters query={query} onChoose={onChange} />
      </div>
      {open && (
        <div className="fields">
          <NativeSelect
            label={t('modality')}
            value={filter.modalities?.[0] ?? ''}
            onChange={(event) => put('modalities', event.currentTarget.value ? [event.currentTarget.value] : [])}
            data={[{ value: '', label: t('anyModality') }, ...modalities]}
          />
          <TextInput
            type="date"
            label={t('from')}
            value={filter.from ?? ''}
            onChange={(event) => put('from', event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('to')}
            value={filter.to ?? ''}
            onChange={(event) => put('to', event.currentTarget.value)}
          />
          <NativeSelect
            label={t('reading')}
            value={filter.reading ?? ''}
            onChange={(event) => put('reading', event.currentTarget.value as '' | 'read' | 'unread')}
            data={[
              { value: '', label: t('any') },
              { value: 'unread', label: t('unread') },
              { value: 'read', label: t('read') },
            ]}
          />
          {!isUnaided && <ResultFilters filter={filter} put={put} />}
        </div>
      )}
    </div>
  )
}

type ResultProps = {
  readonly filter: WorklistFilter
  readonly put: <K extends keyof WorklistFilter>(key: K, value: WorklistFilter[K] | '' | undefined) => void
}

/** Filters by what a model or another reader said; not for an unaided list. */
function ResultFilters({ filter, put }: ResultProps) {
  const t = useWords(worklistWords)
  const settings = useSettings()
  const models = useAnswer('model:list', undefined).data ?? []
  const labels = [...new Set(models.flatMap(({ manifest }) => manifest.labels.map(({ name }) => name)))].toSorted()
  const levels = [...new Set((settings?.flagRules ?? []).flatMap((rule) => rule.levels.map(({ name }) => name)))]
  return (
    <>
      <NativeSelect
        label={t('label')}
        value={filter.labels?.[0] ?? ''}
        onChange={(event) => put('labels', event.currentTarget.value ? [event.currentTarget.value] : [])}
        data={[{ value: '', label: t('anyLabel') }, ...labels]}
      />
      <NativeSelect
        label={t('reader')}
        value={filter.readBy ?? ''}
        onChange={(event) => put('readBy', event.currentTarget.value)}
        data={[{ value: '', label: t('anyReader') }, ...(settings?.readers ?? [])]}
      />
      {levels.length > 0 && (
        <NativeSelect
          label={t('level')}
          value={filter.level ?? ''}
          onChange={(event) => put('level', event.currentTarget.value)}
          data={[{ value: '', label: t('anyLevel') }, ...levels]}
        />
      )}
    </>
  )
}
