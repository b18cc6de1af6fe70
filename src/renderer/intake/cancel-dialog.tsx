import { Button, Group } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { intakeWords } from './words.ts'

/** A cancelled import does not come back by itself: it is asked. */
export function CancelDialog({ onClose, onCancel }: { readonly onClose: () => void; readonly onCancel: () => void }) {
  const t = useWords(intakeWords)
  return (
    <Dialog title={t('cancelTitle')} size="sm" onClose={onClose}>
      <p>{t('cancelMeaning')}</p>
      <Group gap="xs">
        <Button onClick={onCancel} color="red" variant="filled">
          {t('cancel')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {t('keepOn')}
        </Button>
      </Group>
    </Dialog>
  )
}
