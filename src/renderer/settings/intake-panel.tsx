import { Group, NativeSelect } from '@mantine/core'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import { useAdoptSettings, useChangeSetting } from '#renderer/shell/app-state.ts'
import type { Settings } from '#shared/settings.ts'
import { NumberField } from './number-field.tsx'
import { settingsWords } from './words.ts'

/** What happens to files, and a folder from which they come by themselves. */
export function IntakePanel({ settings }: { readonly settings: Settings }) {
  const t = useWords(settingsWords)
  const change = useChangeSetting()
  const watch = useAct('intake:watch', { onSuccess: useAdoptSettings() })
  return (
    <section className="panel" aria-label={t('intake')}>
      <h2>{t('intake')}</h2>
      <NativeSelect
        label={t('copyPolicy')}
        value={settings.copyPolicy}
        onChange={(event) => change('copyPolicy', event.currentTarget.value as Settings['copyPolicy'])}
        data={[
          { value: 'automatic', label: t('copyAutomatic') },
          { value: 'always', label: t('copyAlways') },
          { value: 'never', label: t('copyNever') },
        ]}
      />
      <h3>{t('watch')}</h3>
      <p className="file-path">{settings.watchFolder || t('watchNone')}</p>
      <Group gap="xs" align="end">
        <KeyButton
          group={t('keysTitle')}
          keyName="w"
          name={t('watchChoose')}
          loading={watch.isPending}
          onClick={() => watch.mutate({ action: 'choose' })}
        />
        {settings.watchFolder !== '' && (
          <KeyButton
            group={t('keysTitle')}
            keyName="x"
            name={t('watchStop')}
            onClick={() => watch.mutate({ action: 'stop' })}
          />
        )}
        <NumberField
          label={t('quiet')}
          value={settings.watchQuietMinutes}
          max={1_440}
          onChange={(n) => change('watchQuietMinutes', n)}
        />
      </Group>
    </section>
  )
}
