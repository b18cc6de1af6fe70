import { Button, Group } from '@mantine/core'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { wordBytes } from '#renderer/messages/bytes.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { useLanguage } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { partWords } from '#renderer/parts/words.ts'
import { tell } from '#renderer/shell/notices.ts'
import type { WorklistRow } from '#shared/worklist.ts'
import { list } from './use-list.ts'
import { worklistWords } from './words.ts'

type Props = { readonly row: WorklistRow; readonly onClose: () => void }

/** Deleting a study cannot be undone: it is asked, and the study is named. */
export function DeleteDialog({ row, onClose }: Props) {
  const t = useWords(worklistWords)
  const parts = useWords(partWords)
  const language = useLanguage()
  const remove = useAct('study:delete', {
    onSuccess: ({ images, bytes }) => {
      tell({ tone: 'information', text: t('deleted', { images, size: wordBytes(bytes, language) }) })
      list.select(undefined)
      list.sortAnew()
      onClose()
    },
  })
  return (
    <Dialog title={t('deleteTitle')} onClose={onClose}>
      <p>
        <strong>{wordPersonName(row.patientName) || t('noName')}</strong> · {row.patientId} · {row.modality}{' '}
        {row.studyDescription}
      </p>
      <p>{t('deleteMeaning')}</p>
      <Group gap="xs">
        <Button
          color="red"
          variant="filled"
          loading={remove.isPending}
          onClick={() => remove.mutate({ studyId: row.studyId })}
        >
          {t('deleteStudy')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {parts('cancel')}
        </Button>
      </Group>
    </Dialog>
  )
}
