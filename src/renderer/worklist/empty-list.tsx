import { Group } from '@mantine/core'
import { useIntake } from '#renderer/intake/use-intake.ts'
import { useJobs } from '#renderer/intake/use-jobs.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import { worklistWords } from './words.ts'

/** A list without studies says how to get some. */
export function EmptyList() {
  const t = useWords(worklistWords)
  const intake = useIntake()
  const isComing = useJobs().some(({ state }) => state === 'running')
  if (isComing) {
    return (
      <div className="empty-list">
        <h2>{t('emptyComing')}</h2>
        <p className="quiet">{t('emptyThen')}</p>
      </div>
    )
  }
  return (
    <div className="empty-list">
      <h2>{t('emptyTitle')}</h2>
      <p>{t('emptyDrop')}</p>
      <Group gap="xs" justify="center">
        <KeyButton group={t('listKeys')} keyName="t" name={t('trySamples')} variant="filled" onClick={intake.samples} />
        <KeyButton
          group={t('listKeys')}
          keyName="Ctrl+Shift+O"
          name={t('openFolder')}
          onClick={() => intake.choose('folder')}
        />
        <KeyButton
          group={t('listKeys')}
          keyName="Ctrl+o"
          name={t('openFiles')}
          onClick={() => intake.choose('files')}
        />
      </Group>
      <p className="quiet">{t('emptyThen')}</p>
      <p className="quiet">{t('emptyStays')}</p>
    </div>
  )
}
