import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { useAppState, useChangeSetting } from '#renderer/shell/app-state.ts'
import { DataPanel } from './data-panel.tsx'
import { GeneralPanel } from './general-panel.tsx'
import { IntakePanel } from './intake-panel.tsx'
import { PerformancePanel } from './performance-panel.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { settingsWords } from './words.ts'
import './settings.css'

/** Everything that a person may set. */
export function SettingsScreen() {
  const t = useWords(settingsWords)
  const state = useAppState()
  const change = useChangeSetting()
  const settings = state.data?.settings
  useShortcuts(t('keysTitle'), [
    { keys: ['l'], name: t('language'), run: () => change('language', settings?.language === 'en' ? 'de' : 'en') },
    { keys: ['u'], name: t('unaided'), run: () => settings && change('unaidedFirst', !settings.unaidedFirst) },
    { keys: ['n'], name: t('notify'), run: () => settings && change('notifyFlagged', !settings.notifyFlagged) },
  ])
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>{t('title')}</h1>
        {state.data && <span className="quiet">{t('about', { version: state.data.version })}</span>}
      </div>
      <Answer answer={state}>
        {(app) => (
          <>
            <GeneralPanel settings={app.settings} />
            <RulesPanel rules={app.settings.flagRules} />
            <PerformancePanel settings={app.settings} />
            <IntakePanel settings={app.settings} />
            <DataPanel app={app} />
          </>
        )}
      </Answer>
    </div>
  )
}
