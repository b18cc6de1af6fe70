import { Group } from '@mantine/core'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { wordBytes } from '#renderer/messages/bytes.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { AppState } from '#renderer/shell/app-state.ts'
import { settingsWords } from './words.ts'

/** Where everything lies, how large it is, whether it is whole, and a copy of it. */
export function DataPanel({ app: { dataFolder, secretStore } }: { readonly app: AppState }) {
  const t = useWords(settingsWords)
  const language = useLanguage()
  const open = useAct('app:open-data-folder')
  const check = useAct('store:check')
  const backup = useAct('store:backup')
  return (
    <section className="panel" aria-label={t('data')}>
      <h2>{t('data')}</h2>
      <p>
        {t('dataLine', { size: wordBytes(dataFolder.bytes, language), free: wordBytes(dataFolder.free, language) })}{' '}
        <span className="quiet">{t('secrets', { store: secretStore })}</span>
      </p>
      <Group gap="xs">
        <KeyButton group={t('keysTitle')} keyName="o" name={t('openData')} onClick={() => open.mutate(undefined)} />
        <KeyButton
          group={t('keysTitle')}
          keyName="c"
          name={t('check')}
          loading={check.isPending}
          onClick={() => check.mutate(undefined)}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="b"
          name={t('backup')}
          loading={backup.isPending}
          onClick={() => backup.mutate(undefined)}
        />
      </Group>
      {check.data && (
        <output className={check.data.healthy ? undefined : 'trouble'}>
          {check.data.healthy
            ? `✓ ${t('checked', { checked: check.data.checked })}`
            : `⚠ ${t('damaged', { checked: check.data.checked, damaged: check.data.damaged })}`}
        </output>
      )}
      {backup.data && <output>✓ {t('backedUp', { size: wordBytes(backup.data.bytes, language) })}</output>}
    </section>
  )
}
