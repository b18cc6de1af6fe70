import { Button, Group } from '@mantine/core'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { partWords } from '#renderer/parts/words.ts'
import type { InstalledModel } from '#shared/models.ts'
import { modelWords } from './words.ts'

type Props = { readonly model: InstalledModel; readonly onClose: () => void; readonly onRemoved: () => void }

/** Taking a model out is asked: its results stay, its file does not. */
export function RemoveDialog({ model: { manifest }, onClose, onRemoved }: Props) {
  const t = useWords(modelWords)
  const parts = useWords(partWords)
  const remove = useAct('model:remove', {
    onSuccess: () => {
      onRemoved()
      onClose()
    },
  })
  return (
    <Dialog title={t('removeTitle', { name: manifest.name })} onClose={onClose}>
      <p>{t('removeMeaning')}</p>
      <Group gap="xs">
        <Button
          color="red"
          variant="filled"
          loading={remove.isPending}
          onClick={() => remove.mutate({ modelId: manifest.id, sha256: manifest.file.sha256 })}
        >
          {t('remove')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {parts('cancel')}
        </Button>
      </Group>
    </Dialog>
  )
}
