import { type Engine, installModels, verifyAfterChange } from '#engine/broker/index.ts'
import type { Provider, Verification } from '#shared/models.ts'
import { type Component, type TooOld, tooOld } from './minimum-versions.ts'

type State = { providers: readonly Provider[]; notices: readonly string[]; differing: readonly Verification[] }

/** What is done once the window is there: models are registered, versions checked, providers proven. */
export class Preparations {
  readonly #engine: Engine
  readonly #state: State = { providers: [], notices: [], differing: [] }

  readonly #registered = Promise.withResolvers<void>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Settles once the store knows the models: what is taken in before would be judged by none. */
  readonly whenRegistered = (): Promise<void> => this.#registered.promise

  readonly providers = (): readonly Provider[] => this.#state.providers
  readonly differing = (): readonly Verification[] => this.#state.differing
  readonly notices = (): readonly string[] => this.#state.notices

  /** Components too old to be trusted with files of others; none when all is well. */
  async checkVersions(electron: string | undefined): Promise<readonly TooOld[]> {
    const { desk, infer, store } = this.#engine
    const [imaging, onnxRuntime, { sqliteVersion }] = await Promise.all([
      desk.versions(),
      infer.runtimeVersion(),
      store.storeState(),
    ])
    const required: Component[] = ['sqlite', 'sharp', 'libvips', 'onnxRuntime']
    if (electron !== undefined) required.push('electron')
    const versions = { ...imaging, onnxRuntime, sqlite: sqliteVersion }
    return tooOld(electron === undefined ? versions : { ...versions, electron }, required)
  }

  /** Tells the store which models there are; those that cannot be used are named in the notices. */
  async registerModels(dataFolder: string): Promise<void> {
    try {
      const unusable = await installModels(this.#engine, dataFolder)
      const { notices } = await this.#engine.store.storeState()
      this.#state.notices = [...notices, ...unusable.map(({ message }) => message)]
    } finally {
      this.#registered.resolve()
    }
  }

  /** Finds out what inference can run on; a moment's work on every provider. */
  async proveProviders(): Promise<void> {
    this.#state.providers = await this.#engine.infer.providers()
  }

  /** Checks the models against the numbers of their training frameworks where the runtime or a driver has changed. */
  async verifyModels(dataFolder: string): Promise<readonly Verification[]> {
    this.#state.differing = await verifyAfterChange(this.#engine, dataFolder)
    return this.#state.differing
  }
}
