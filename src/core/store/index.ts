export { claimAnalyses, prioritise, saveAnalyses } from './analysis/analyses.ts'
export { queueAnalyses, type QueueRequest } from './analysis/queue-again.ts'
export { actorOf, addItems, claimItems, finishWalk } from './intake/items.ts'
export { controlJob } from './intake/control-job.ts'
export {
  createJob,
  finishJob,
  letJobWait,
  listJobs,
  readJob,
  readRunnableJob,
  requeueAll,
  unfinishedJobs,
  type NewJob,
} from './intake/jobs.ts'
export { readJobResult } from './intake/job-result.ts'
export { listProblems } from './intake/problems.ts'
export { saveIndexed, settleCollision } from './intake/save-indexed.ts'
export { chooseThreshold, revertThreshold } from './models/choose-threshold.ts'
export { recordCrash } from './models/crashes.ts'
export { modelsInUse } from './models/in-use.ts'
export { listModels, modelFolder, removeModel, setModelState } from './models/list.ts'
export { registerModels, type FoundModel } from './models/register.ts'
export { listThresholds } from './models/thresholds.ts'
export { assertSeen } from './reading/blind.ts'
export { listDiscordances } from './reading/discordance.ts'
export { commitReading, startReading, undoReading } from './reading/readings.ts'
export { record, stop } from './record.ts'
export { createCohort, listCohorts } from './research/cohorts.ts'
export { readCases, type CasesRequest, type EvaluationCase } from './research/evaluation-cases.ts'
export {
  exportFindings,
  exportImages,
  exportReadings,
  exportStudies,
  type Batch,
  type ExportedImage,
  type ExportedReading,
  type ExportedStudy,
  type ExportRequest,
} from './research/export-rows.ts'
export {
  acceptRecalibration,
  listRecalibrations,
  revertRecalibration,
  type Recalibration,
} from './research/recalibrations.ts'
export {
  importReference,
  listReferences,
  matchLabels,
  type LabelRow,
  type NewReferenceSet,
  readScores,
} from './research/references.ts'
export { changeSetting, settingsInUse } from './change-setting.ts'
export { acceptNotice, chooseReader } from './who.ts'
export { openStore, type Store, type StoreOptions } from './store.ts'
export { toStoreError } from './store-error.ts'
export { resolveConflict } from './study/conflicts.ts'
export { deleteStudy } from './study/delete-study.ts'
export { listLost, noteAvailability, readImageLocation, readThumbnail, relinkImages } from './study/images.ts'
export { findPatients } from './study/find-patients.ts'
export { mergePatients, unmergePatient } from './study/patients.ts'
export { openStudy, readStudy, studyIdOf } from './study/read-study.ts'
export { backUpStore, restoreStore } from './upkeep/backup.ts'
export { checkStore } from './upkeep/check-store.ts'
export { listAudit } from './upkeep/list-audit.ts'
export { readStoreState } from './upkeep/store-state.ts'
export { catchUp, isBehind } from './worklist/due.ts'
export { listPage } from './worklist/list-page.ts'
export { previewRules } from './worklist/preview-rules.ts'
