import { Button } from '@mantine/core'
import { useState } from 'react'
import { JobLine } from '#renderer/intake/job-line.tsx'
import { useKeyNames } from '#renderer/keys/key-names.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { partWords } from '#renderer/parts/words.ts'
import { useSettings } from '#renderer/shell/app-state.ts'
import { openStudy } from '#renderer/shell/route.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { DiscordanceDialog } from './discordance-dialog.tsx'
import { EmptyList } from './empty-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GroupCounts } from './group-counts.tsx'
import type { ListState } from './list-state.ts'
import { ReSort } from './re-sort.tsx'
import { StudyList } from './study-list.tsx'
import { list, useList } from './use-list.ts'
import { usePrefetch } from './use-prefetch.ts'
import { useListKeys } from './use-list-keys.ts'
import { worklistWords } from './words.ts'
import './worklist.css'

/** The list of all studies in the order in which to look at them. */
export function WorklistScreen() {
  const t = useWords(worklistWords)
  const parts = useWords(partWords)
  const named = useKeyNames()
  const state = useList()
  const isUnaided = useSettings()?.unaidedFirst ?? false
  const [open, setOpen] = useState<'delete' | 'discordance'>()
  useListKeys(state, isUnaided, setOpen)
  usePrefetch(state.selectedId)
  const { query, counts } = state
  const selected = state.entries.find(({ row }) => row.studyId === state.selectedId)?.row
  return (
    <div className="worklist">
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className="worklist-head">
        {counts && (
          <GroupCounts
            counts={counts}
            filter={query.filter}
            isUnaided={isUnaided}
            onChange={(filter) => list.ask({ ...query, filter })}
          />
        )}
        <span className="space" />
        {selected && (
          <Button aria-keyshortcuts="Enter" onClick={() => openStudy(selected.studyId)}>
            {t('open')} <kbd aria-hidden="true">{named('Enter')}</kbd>
          </Button>
        )}
        {!isUnaided && (
          <Button aria-keyshortcuts="d" onClick={() => setOpen('discordance')}>
            {t('discordance')} <kbd aria-hidden="true">D</kbd>
          </Button>
        )}
        <ReSort state={state} />
      </div>
      <FilterBar query={query} isUnaided={isUnaided} onChange={(next) => list.ask(next)} />
      {state.error && <Trouble error={state.error} />}
      {counts === undefined && !state.error && <p className="quiet">{parts('loading')}</p>}
      {counts && <Studies state={state} />}
      <JobLine />
      {open === 'delete' && selected && <DeleteDialog row={selected} onClose={() => setOpen(undefined)} />}
      {open === 'discordance' && <DiscordanceDialog onClose={() => setOpen(undefined)} />}
    </div>
  )
}

function Studies({ state }: { readonly state: ListState }) {
  const t = useWords(worklistWords)
  if (state.entries.length > 0) return <StudyList state={state} />
  const isFiltered = Object.keys(state.query.filter).length > 0
  return isFiltered ? <p className="empty-list">{t('noMatch')}</p> : <EmptyList />
}
