import { describe, expect, it } from 'vitest'
import { installTiny, storeScene, takeIn, toDone } from '#fixtures/store-scene.ts'
import type { Provenance } from '#shared/domain.ts'
import { claimAnalyses, saveAnalyses } from './analyses.ts'

/** Every field of a result's provenance, those of its parts included. */
const fields =
  'model preprocessingVersion inputSha256 frame device runtimeVersion threads appVersion analysedAt elapsedMs model.id model.version model.sha256 device.provider elapsedMs.run'.split(
    ' ',
  )

function without(provenance: Provenance, field: string): Provenance {
  const changed = structuredClone(provenance) as unknown as Record<string, Record<string, unknown>>
  const [first = '', second] = field.split('.')
  if (second === undefined) delete changed[first]
  else delete changed[first]?.[second]
  return changed as unknown as Provenance
}

describe('a finished result (goal C2)', () => {
  it('cannot be stored with a part of its provenance missing, and can with all', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    takeIn(store, [{ uid: '1' }])
    const [task] = claimAnalyses(store, 1)
    const [model] = task?.models ?? []
    if (!task || !model) throw new Error('expected an analysis')
    const { imageId } = task
    const analysis = toDone({ bright: 0.7, dark: 0.1 }, model.sha256, imageId)
    const save = (provenance: Provenance) => {
      const analyses = [{ analysisId: model.analysisId, imageId, analysis: { ...analysis, provenance } }]
      saveAnalyses(store, [{ imageId, analyses }])
    }
    for (const field of fields) expect(() => save(without(analysis.provenance, field))).toThrow(/invalid|expected/i)
    const stateOf = () => store.db.prepare('SELECT state FROM analyses').pluck().get()
    expect(stateOf()).toBe('running')
    save(analysis.provenance)
    expect(stateOf()).toBe('done')
  })
})
