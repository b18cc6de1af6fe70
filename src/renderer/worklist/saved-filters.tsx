import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { useChangeSetting, useSettings } from '#renderer/shell/app-state.ts'
import type { Query } from './list-state.ts'
import { worklistWords } from './words.ts'

type Props = { readonly query: Query; readonly onChoose: (query: Query) => void }

/** Filters under a name: chosen, saved and forgotten. */
export function SavedFilters({ query, onChoose }: Props) {
  const t = useWords(worklistWords)
  const saved = useSettings()?.savedFilters ?? []
  const change = useChangeSetting()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const chosen = saved.find(
    ({ filter, sort }) =>
      JSON.stringify({ filter, sort }) === JSON.stringify({ filter: query.filter, sort: query.sort }),
  )
  const save = () => {
    const wanted = name.trim()
    change('savedFilters', [...saved.filter((known) => known.name !== wanted), { name: wanted, ...query }])
    setNaming(false)
  }
  return (
    <>
      {saved.length > 0 && (
        <NativeSelect
          aria-label={t('saved')}
          value={chosen?.name ?? ''}
          onChange={(event) => {
            const found = saved.find((known) => known.name === event.currentTarget.value)
            if (found) onChoose({ filter: found.filter, sort: found.sort })
          }}
          data={[{ value: '', label: `${t('saved')}: ${t('chooseSaved')}` }, ...saved.map((known) => known.name)]}
        />
      )}
      {chosen ? (
        <KeyButton
          group={t('listKeys')}
          keyName="s"
          name={t('forgetFilter', { name: chosen.name })}
          variant="subtle"
          onClick={() =>
            change(
              'savedFilters',
              saved.filter((known) => known.name !== chosen.name),
            )
          }
        />
      ) : (
        <KeyButton
          group={t('listKeys')}
          keyName="s"
          name={t('saveFilter')}
          variant="subtle"
          onClick={() => setNaming(true)}
        />
      )}
      {naming && (
        <Dialog title={t('saveFilter')} size="sm" onClose={() => setNaming(false)}>
          <form
            className="fields"
            onSubmit={(event) => {
              event.preventDefault()
              if (name.trim() !== '') save()
            }}
          >
            <TextInput
              label={t('filterName')}
              value={name}
              maxLength={80}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit" variant="filled" disabled={name.trim() === ''}>
              {t('saveFilter')}
            </Button>
          </form>
        </Dialog>
      )}
    </>
  )
}
