import { Button, Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import type { Settings } from '#shared/settings.ts'
import { shellWords } from './words.ts'

type Props = { readonly settings: Settings; readonly onClose?: () => void }

/** Asks who reads: a name of this workstation or a new one. */
export function ReaderDialog({ settings, onClose }: Props) {
  const t = useWords(shellWords)
  const client = useQueryClient()
  const [name, setName] = useState(settings.reader)
  const choose = useAct('reader:choose', {
    // What a reader may see depends on who they are: everything is asked again.
    onSuccess: () => {
      void client.invalidateQueries()
      onClose?.()
    },
  })
  const begin = (chosen: string) => chosen.trim() !== '' && choose.mutate({ name: chosen.trim() })
  return (
    <Dialog title={t('readerTitle')} onClose={onClose}>
      <p className="quiet">{t('readerHint')}</p>
      {settings.readers.length > 0 && (
        <fieldset className="plain-set">
          <legend>{t('knownReaders')}</legend>
          <Group gap="xs">
            {settings.readers.map((known) => (
              <Button key={known} onClick={() => begin(known)}>
                {known}
              </Button>
            ))}
          </Group>
        </fieldset>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          begin(name)
        }}
      >
        <TextInput
          label={t('readerName')}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group gap="xs" mt="sm">
          <Button type="submit" variant="filled" disabled={name.trim() === ''} loading={choose.isPending}>
            {t('begin')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
