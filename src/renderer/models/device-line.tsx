import { useWords } from '#renderer/messages/use-words.ts'
import { useAppState } from '#renderer/shell/app-state.ts'
import { modelWords } from './words.ts'

/** What models can run on here, and why not on the rest. */
export function DeviceLine() {
  const t = useWords(modelWords)
  const providers = useAppState().data?.providers ?? []
  return (
    <section className="panel" aria-label={t('devices')}>
      <h2>{t('devices')}</h2>
      {providers.length === 0 && <p className="quiet">{t('proving')}</p>}
      <ul className="device-list">
        {providers.map(({ name, usable, why }) => (
          <li key={name}>
            <span aria-hidden="true">{usable ? '✓' : '–'}</span> <strong>{name}</strong>{' '}
            {usable ? (
              <span className="quiet">{t('usable')}</span>
            ) : (
              <details className="quiet">
                <summary>{t('notUsable')}</summary>
                {why}
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
