import { Button } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import type { Settings } from '#shared/settings.ts'
import { type Route, screens } from './route.ts'
import { shellWords } from './words.ts'

type Props = {
  readonly route: Route
  readonly settings: Settings | undefined
  readonly onOpenFolder: () => void
  readonly onExport: () => void
  readonly onReader: () => void
  readonly onShortcuts: () => void
}

/** Where one may go, how studies come in and results go out, and who reads. */
export function Navigation({ route, settings, onOpenFolder, onExport, onReader, onShortcuts }: Props) {
  const t = useWords(shellWords)
  const reader = settings?.reader ?? ''
  return (
    <nav className="navigation" aria-label={t('screens')}>
      <span className="brand">Firstlook</span>
      <div className="screens">
        {screens.map((screen) => (
          <a
            key={screen}
            href={`#/${screen}`}
            aria-current={
              route.screen === screen || (route.screen === 'study' && screen === 'worklist') ? 'page' : undefined
            }
          >
            {t(screen)}
          </a>
        ))}
      </div>
      <span className="space" />
      {settings?.unaidedFirst && <span className="chip chip-unaided">{t('unaided')}</span>}
      <Button variant="subtle" color="gray" aria-keyshortcuts="Control+Shift+O" onClick={onOpenFolder}>
        {t('openFolder')}…
      </Button>
      <Button variant="subtle" color="gray" aria-keyshortcuts="Control+E" onClick={onExport}>
        {t('exportResults')}…
      </Button>
      <Button variant="subtle" color="gray" aria-keyshortcuts="Control+R" onClick={onReader}>
        {reader === '' ? t('noReader') : t('reader', { name: reader })}
      </Button>
      <Button variant="subtle" color="gray" onClick={onShortcuts} aria-label={t('showShortcuts')}>
        ?
      </Button>
    </nav>
  )
}
