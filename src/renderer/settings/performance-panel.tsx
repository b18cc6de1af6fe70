import { NativeSelect } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import { useChangeSetting } from '#renderer/shell/app-state.ts'
import type { Settings } from '#shared/settings.ts'
import { NumberField } from './number-field.tsx'
import { settingsWords } from './words.ts'

/** What models run on, and with how many hands. */
export function PerformancePanel({ settings }: { readonly settings: Settings }) {
  const t = useWords(settingsWords)
  const change = useChangeSetting()
  return (
    <section className="panel" aria-label={t('performance')}>
      <h2>{t('performance')}</h2>
      <div className="fields">
        <NativeSelect
          label={t('device')}
          value={settings.device}
          onChange={(event) => change('device', event.currentTarget.value as Settings['device'])}
          data={[
            { value: 'auto', label: t('deviceAuto') },
            { value: 'cpu', label: t('deviceCpu') },
            { value: 'gpu-required', label: t('deviceGpu') },
          ]}
        />
        <NumberField label={t('threads')} value={settings.threads} max={64} onChange={(n) => change('threads', n)} />
        <NumberField
          label={t('workers')}
          value={settings.decodeWorkers}
          max={64}
          onChange={(n) => change('decodeWorkers', n)}
        />
      </div>
    </section>
  )
}
