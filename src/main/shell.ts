import type { BrowserWindow, Session } from 'electron'
import type { Engine } from '#engine/broker/index.ts'
import type { EventName, EventOf } from '#shared/contract.ts'
import type { Provider, Verification } from '#shared/models.ts'
import type { Settings } from '#shared/settings.ts'
import type { FrameDesk } from './images/frame-desk.ts'
import type { JobDesk } from './jobs/job-desk.ts'
import type { ListWatch } from './jobs/list-watch.ts'
import type { AssetTable } from './protocol/asset-table.ts'

/** Tells the window what it did not ask. */
export type Tell = <E extends EventName>(event: E, payload: EventOf<E>) => void

/** What became known since the start, a little after the window was there. */
export type Readiness = {
  readonly providers: () => readonly Provider[]
  readonly notices: () => readonly string[]
  /** Models that give other numbers since the runtime or a driver changed. */
  readonly differing: () => readonly Verification[]
}

/** What the code behind the channels works with. */
export type Shell = {
  readonly engine: Engine
  readonly dataFolder: string
  readonly assets: AssetTable
  readonly session: Session
  readonly styleNonce: string
  readonly frames: FrameDesk
  readonly jobs: JobDesk
  readonly list: ListWatch
  readonly readiness: Readiness
  readonly tell: Tell
  readonly window: () => BrowserWindow | undefined
  readonly language: () => Settings['language']
  /** Begins a durable import of what a person named. */
  readonly takeIn: (sources: readonly string[], copy: boolean | undefined) => Promise<{ jobId: number }>
  /** Lets the shell follow a change of settings: its words, its processes. */
  readonly settingsChanged: (settings: Settings) => void
  /** Watches a folder from now on; empty: none. */
  readonly watch: (folder: string) => Promise<Settings>
}
