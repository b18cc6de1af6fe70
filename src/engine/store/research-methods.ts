import * as core from '#core/store/index.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import type { Holder } from './holder.ts'

type Version = { readonly modelId: string; readonly sha256: string }

/** Models, thresholds, references, cohorts, and rows in batches for evaluation and export. */
export function researchMethods(held: Holder) {
  return {
    /** Tells the store what lies in the models' folders; at start, and after one was added or removed. */
    registerModels: ({ models }: { readonly models: readonly core.FoundModel[] }) =>
      core.registerModels(held.store, models),
    /** What a run needs: the models named, else those in use, with gates, folders and thresholds in force. */
    modelsInUse: ({ models }: { readonly models?: readonly string[] | undefined }) =>
      core.modelsInUse(held.store, models),
    modelList: (): ReplyOf<'model:list'> => core.listModels(held.store),
    modelFolder: ({ modelId, sha256 }: Version) => core.modelFolder(held.store, modelId, sha256),
    modelSetState: ({ modelId, sha256, state }: RequestOf<'model:set-state'>) =>
      core.setModelState(held.store, modelId, sha256, state),
    /** Takes it off the list; its files are the caller's to remove. */
    modelRemove: ({ modelId, sha256 }: RequestOf<'model:remove'>) => core.removeModel(held.store, modelId, sha256),

    thresholdList: ({ modelId }: RequestOf<'threshold:list'>): ReplyOf<'threshold:list'> => {
      const manifests = core
        .listModels(held.store)
        .flatMap(({ manifest }) => (manifest.id === modelId ? [manifest] : []))
      return core.listThresholds(held.store, modelId, manifests)
    },
    thresholdSet: (choice: RequestOf<'threshold:set'>): Promise<ReplyOf<'threshold:set'>> =>
      core.chooseThreshold(held.store, choice),
    thresholdRevert: (choice: RequestOf<'threshold:revert'>): Promise<ReplyOf<'threshold:revert'>> =>
      core.revertThreshold(held.store, choice),

    /** The rows of a file of labels, already parted into id and label. */
    referenceImport: (set: core.NewReferenceSet): Promise<ReplyOf<'reference:import'>> =>
      core.importReference(held.store, set),
    /** The same matching without storing anything: for an evaluation that is asked for once. */
    referenceMatch: (set: Pick<core.NewReferenceSet, 'mapping' | 'rows'>) => core.matchLabels(held.store, set),
    referenceList: (): ReplyOf<'reference:list'> => core.listReferences(held.store),
    referenceScores: ({ set }: { readonly set: number }) => core.readScores(held.store, set),
    cohortList: (): ReplyOf<'cohort:list'> => core.listCohorts(held.store),
    cohortCreate: ({ name, filter }: RequestOf<'cohort:create'>): ReplyOf<'cohort:create'> =>
      core.createCohort(held.store, name, filter),
    recalibrationAccept: (recalibration: core.Recalibration) => core.acceptRecalibration(held.store, recalibration),
    recalibrationRevert: ({ modelId, sha256, label }: RequestOf<'recalibration:revert'>) =>
      core.revertRecalibration(held.store, modelId, sha256, label),
    recalibrationList: ({ modelId, sha256 }: Version) => core.listRecalibrations(held.store, modelId, sha256),

    evaluationCases: (request: core.CasesRequest) => core.readCases(held.store, request),
    exportStudies: (request: core.ExportRequest) => core.exportStudies(held.store, request),
    exportImages: (request: core.ExportRequest) => core.exportImages(held.store, request),
    exportFindings: (request: core.ExportRequest) => core.exportFindings(held.store, request),
    exportReadings: (request: core.ExportRequest) => core.exportReadings(held.store, request),
  }
}
