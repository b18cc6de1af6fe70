export { claimAnalyses, prioritise, saveAnalyses } from './analysis/analyses.ts'
export { addItems, actorOf, claimItems, finishWalk } from './intake/items.ts'
export {
  controlJob,
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
export { readJobResult, type JobResult, type Told } from './intake/job-result.ts'
export { saveIndexed, settleCollision } from './intake/save-indexed.ts'
export { recordCrash } from './models/crashes.ts'
export { modelsInUse } from './models/in-use.ts'
export { registerModels, type FoundModel } from './models/register.ts'
export { readSettings, writeSetting } from './settings.ts'
export { openStore, type Store, type StoreOptions, type TriageRules } from './store.ts'
export { toStoreError } from './store-error.ts'
export { catchUp } from './worklist/due.ts'
export { listPage } from './worklist/list-page.ts'
export { record, stop } from './record.ts'
