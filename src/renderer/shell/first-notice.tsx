import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { researchNotice } from '#shared/notice.ts'
import { shellWords } from './words.ts'

/** What must be accepted before the first start goes on; that it was, and when, is recorded. */
export function FirstNotice() {
  const t = useWords(shellWords)
  const client = useQueryClient()
  const accept = useAct('app:accept-notice', {
    onSuccess: () => void client.invalidateQueries({ queryKey: ['app:state'] }),
  })
  return (
    <Dialog title={t('firstTitle')}>
      <p className="strong-notice">{researchNotice}</p>
      <p>{t('firstMeaning')}</p>
      <p>{t('firstList')}</p>
      <p>{t('firstLocal')}</p>
      <p className="quiet">{t('firstRecorded')}</p>
      <Button variant="filled" loading={accept.isPending} onClick={() => accept.mutate(undefined)} data-autofocus>
        {t('accept')}
      </Button>
    </Dialog>
  )
}
