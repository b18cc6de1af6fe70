import { app, BrowserWindow, type Session } from 'electron'
import { join } from 'node:path'
import { startEngine } from '#engine/broker/index.ts'
import type { EventName, EventOf } from '#shared/contract.ts'
import { settingsSchema, type Settings } from '#shared/settings.ts'
import { utilityHost } from './engine-host.ts'
import { FrameDesk } from './images/frame-desk.ts'
import { JobDesk } from './jobs/job-desk.ts'
import { ListWatch } from './jobs/list-watch.ts'
import { WatchDesk } from './jobs/watch-desk.ts'
import { logBug } from './log.ts'
import { mayAnnounce, notifyFlagged } from './notify-flagged.ts'
import type { AssetTable } from './protocol/asset-table.ts'
import { Preparations } from './readiness.ts'
import type { Shell } from './shell.ts'

export type ShellOptions = {
  readonly dataFolder: string
  readonly session: Session
  readonly assets: AssetTable
  readonly styleNonce: string
  readonly settingsChanged: (settings: Settings) => void
}

export type StartedShell = Shell & {
  readonly preparations: Preparations
  /** Ends the jobs and the processes, the store last. */
  readonly close: () => Promise<void>
}

/** Gathers what the code behind the channels works with. No process is started yet: the first call starts each. */
export function startShell({ dataFolder, session, assets, styleNonce, settingsChanged }: ShellOptions): StartedShell {
  let settings: Settings = settingsSchema.parse({})
  const engine = startEngine({
    host: utilityHost(join(import.meta.dirname, 'engine.js')),
    dataFolder,
    appVersion: app.getVersion(),
    door: 'app',
    onRestart: (role, why) => tell('device:notice', { kind: 'restarted', role, why }),
    onDropped: ({ model, dropped: { provider, why }, next }) =>
      tell('device:notice', { kind: 'dropped', model, provider, why, next }),
    onBug: (role, message) => process.stderr.write(`${role}: ${message}\n`),
  })
  const window = (): BrowserWindow | undefined => BrowserWindow.getAllWindows().find((each) => each.isVisible())
  const tell = <E extends EventName>(event: E, payload: EventOf<E>): void => window()?.webContents.send(event, payload)
  const follow = (changed: Settings): void => {
    settings = changed
    settingsChanged(changed)
  }
  const list = new ListWatch({
    engine,
    tell,
    onFlagged: (count) => {
      if (mayAnnounce(settings)) notifyFlagged(settings.language, count, () => window()?.focus())
    },
  })
  const onBug = (error: unknown): void => logBug('job', error)
  const preparations = new Preparations(engine)
  const jobs = new JobDesk({
    engine,
    tell,
    onChange: () => void list.look(),
    onBug,
    ready: preparations.whenRegistered,
  })
  const watch = new WatchDesk({ engine, settings: () => settings, start: (jobId) => jobs.start(jobId), onBug })
  watch.begin()

  return {
    engine,
    dataFolder,
    assets,
    session,
    styleNonce,
    frames: new FrameDesk(engine, assets),
    jobs,
    list,
    readiness: preparations,
    preparations,
    tell,
    window,
    language: () => settings.language,
    takeIn: async (sources, copy) => {
      const { jobId } = await engine.store.createJob({
        kind: 'import',
        sources: [...sources],
        copy: copy === undefined ? settings.copyPolicy : copy ? 'always' : 'never',
        analyse: true,
      })
      jobs.start(jobId)
      return { jobId }
    },
    settingsChanged: follow,
    watch: async (folder) => {
      const changed = await engine.store.settingsSet({ key: 'watchFolder', value: folder })
      follow(changed)
      return changed
    },
    close: async () => {
      watch.end()
      await jobs.close()
      await engine.close()
    },
  }
}
