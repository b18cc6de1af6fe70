import { NativeSelect, Switch } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import { useChangeSetting } from '#renderer/shell/app-state.ts'
import type { Settings } from '#shared/settings.ts'
import { settingsWords } from './words.ts'

/** Language, who reads, and how. */
export function GeneralPanel({ settings }: { readonly settings: Settings }) {
  const t = useWords(settingsWords)
  const change = useChangeSetting()
  return (
    <>
      <section className="panel" aria-label={t('general')}>
        <h2>{t('general')}</h2>
        <NativeSelect
          label={t('language')}
          value={settings.language}
          onChange={(event) => change('language', event.currentTarget.value as Settings['language'])}
          data={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
      </section>
      <section className="panel" aria-label={t('reading')}>
        <h2>{t('reading')}</h2>
        <p>
          {t('readerNow', { name: settings.reader || '–' })}{' '}
          <span className="quiet">{t('readersKnown', { names: settings.readers.join(', ') || '–' })}</span>
        </p>
        <Switch
          label={t('unaided')}
          description={t('unaidedHint')}
          checked={settings.unaidedFirst}
          onChange={(event) => change('unaidedFirst', event.currentTarget.checked)}
        />
        <Switch
          label={t('notify')}
          checked={settings.notifyFlagged}
          disabled={settings.unaidedFirst}
          onChange={(event) => change('notifyFlagged', event.currentTarget.checked)}
        />
      </section>
    </>
  )
}
