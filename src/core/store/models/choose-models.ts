import type { Store } from '#core/store/store.ts'
import { activeVersions, readModels, shadowVersions } from './installed.ts'
import { setModelState } from './list.ts'

/** Ids of the models that judge, and of those that run in shadow. */
export function modelsBySetting(store: Store): { activeModels: string[]; shadowModels: string[] } {
  const models = readModels(store)
  return {
    activeModels: [...activeVersions(models).keys()],
    shadowModels: [...new Set(shadowVersions(models).map(({ model_id }) => model_id))],
  }
}

/** Puts the newest versions of these models in use, or in shadow, and takes the others out of it. */
export async function chooseModels(store: Store, ids: readonly string[], state: 'active' | 'shadow'): Promise<void> {
  const models = readModels(store).filter(({ installed, state: now }) => installed === 1 && now !== 'unusable')
  const newest = new Map(models.map((model) => [model.model_id, model]))
  for (const model of models.filter((each) => each.state === state && !ids.includes(each.model_id))) {
    await setModelState(store, model.model_id, model.sha256, 'inactive')
  }
  for (const id of ids) {
    const isThere = models.some((model) => model.model_id === id && model.state === state)
    const model = newest.get(id)
    if (model && !isThere) await setModelState(store, id, model.sha256, state)
  }
}
