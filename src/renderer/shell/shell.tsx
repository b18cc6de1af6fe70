import { lazy, Suspense, useState } from 'react'
import { AuditScreen } from '#renderer/audit/audit-screen.tsx'
import { useEvent } from '#renderer/bridge.ts'
import { ExportDialog } from '#renderer/evaluation/export-dialog.tsx'
import { useIntake } from '#renderer/intake/use-intake.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { wordDeviceNotice } from '#renderer/messages/device-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { setProposal } from '#renderer/models/open-proposal.ts'
import { ModelsScreen } from '#renderer/models/models-screen.tsx'
import { StudyScreen } from '#renderer/review/study-screen.tsx'
import { SettingsScreen } from '#renderer/settings/settings-screen.tsx'
import { useListOfReader } from '#renderer/worklist/use-list-of-reader.ts'
import { WorklistScreen } from '#renderer/worklist/worklist-screen.tsx'
import { researchNotice } from '#shared/notice.ts'
import { fromFailure, unreachable } from '#shared/errors.ts'
import { DropZone } from './drop-zone.tsx'
import { FirstNotice } from './first-notice.tsx'
import { Navigation } from './navigation.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { tell } from './notices.ts'
import { ReaderDialog } from './reader-dialog.tsx'
import { goTo, type Route, screens, useRoute } from './route.ts'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { useAppState } from './app-state.ts'
import { useGlobalKeys } from './use-global-keys.ts'
import { shellWords } from './words.ts'

/** The charts are a third of the window's code: they come when they are wanted, and the list is there sooner. */
const EvaluationScreen = lazy(async () => {
  const { EvaluationScreen } = await import('#renderer/evaluation/evaluation-screen.tsx')
  return { default: EvaluationScreen }
})

type Open = 'shortcuts' | 'reader' | 'export' | undefined

/** The frame of every screen: where one may go, who reads, what happened, and what this program is not. */
export function Shell() {
  const t = useWords(shellWords)
  const language = useLanguage()
  const route = useRoute()
  const state = useAppState()
  const intake = useIntake()
  const [open, setOpen] = useState<Open>()
  useGlobalKeys()
  useEvent('device:notice', (notice) => tell({ tone: 'trouble', text: wordDeviceNotice(notice, language) }))
  useEvent('model:refused', (failure) => tell({ tone: 'trouble', error: fromFailure(failure) }))
  useEvent('model:dropped', (proposal) => {
    setProposal(proposal)
    goTo('models')
  })
  const commands = {
    'open-files': () => intake.choose('files'),
    'open-folder': () => intake.choose('folder'),
    export: () => setOpen('export'),
    shortcuts: () => setOpen('shortcuts'),
  }
  useEvent('menu:command', ({ command }) => {
    if (command in commands) commands[command as keyof typeof commands]()
    else goTo(command as (typeof screens)[number])
  })
  useShortcuts(t('general'), [
    ...screens.map((screen, i) => ({
      keys: screen === 'settings' ? ['Ctrl+5', 'Ctrl+,'] : [`Ctrl+${i + 1}`],
      name: t(screen),
      run: () => goTo(screen),
      whileTyping: true,
    })),
    { keys: ['Ctrl+o'], name: t('openFiles'), run: commands['open-files'], whileTyping: true },
    { keys: ['Ctrl+Shift+O'], name: t('openFolder'), run: commands['open-folder'], whileTyping: true },
    { keys: ['Ctrl+e'], name: t('exportResults'), run: commands.export, whileTyping: true },
    { keys: ['Ctrl+r'], name: t('chooseReader'), run: () => setOpen('reader'), whileTyping: true },
    { keys: ['?'], name: t('showShortcuts'), run: commands.shortcuts },
  ])
  const settings = state.data?.settings
  useListOfReader(settings)
  const close = () => setOpen(undefined)
  return (
    <div className="shell">
      <a className="skip" href="#content" onClick={(event) => focusContent(event)}>
        {t('skip')}
      </a>
      <Navigation
        route={route}
        settings={settings}
        onOpenFolder={commands['open-folder']}
        onExport={commands.export}
        onReader={() => setOpen('reader')}
        onShortcuts={() => setOpen('shortcuts')}
      />
      <NoticeBar />
      <main id="content" tabIndex={-1} className="content">
        <Room route={route} />
      </main>
      <footer className="research-notice">{researchNotice}</footer>
      <DropZone />
      {settings && settings.noticeAcceptedAt === '' && <FirstNotice />}
      {settings && settings.noticeAcceptedAt !== '' && settings.reader === '' && open === undefined && (
        <ReaderDialog settings={settings} />
      )}
      {settings && open === 'reader' && <ReaderDialog settings={settings} onClose={close} />}
      {open === 'shortcuts' && <ShortcutsSheet onClose={close} />}
      {open === 'export' && <ExportDialog onClose={close} />}
    </div>
  )
}

/** The hash is the route, so that a link within the page must not change it. */
function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function Room({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case 'worklist':
      return <WorklistScreen />
    case 'study':
      return <StudyScreen key={route.studyId} studyId={route.studyId} />
    case 'models':
      return <ModelsScreen />
    case 'evaluation':
      return (
        <Suspense>
          <EvaluationScreen />
        </Suspense>
      )
    case 'audit':
      return <AuditScreen />
    case 'settings':
      return <SettingsScreen />
    default:
      return unreachable(route)
  }
}
