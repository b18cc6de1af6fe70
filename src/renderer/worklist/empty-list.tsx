import { Button, Group } from '@mantine/core'
import { useIntake } from '#renderer/intake/use-intake.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { worklistWords } from './words.ts'

/** A list without studies says how to get some. */
export function EmptyList() {
  const t = useWords(worklistWords)
  const intake = useIntake()
  return (
    <div className="empty-list">
      <h2>{t('emptyTitle')}</h2>
      <p>{t('emptyDrop')}</p>
      <Group gap="xs" justify="center">
        <Button variant="filled" onClick={intake.samples}>
          {t('trySamples')}
        </Button>
        <Button onClick={() => intake.choose('folder')}>{t('openFolder')}</Button>
        <Button onClick={() => intake.choose('files')}>{t('openFiles')}</Button>
      </Group>
      <p className="quiet">{t('emptyThen')}</p>
      <p className="quiet">{t('emptyStays')}</p>
    </div>
  )
}
