export { addModel } from './add-model.ts'
export { bindPorts } from './bind-ports.ts'
export { installModels, type UnusableModel } from './install-models.ts'
export { addedModels, bundledModels } from './model-folders.ts'
export { agreementOfReaders } from './research/agreement.ts'
export { exportDicom } from './research/export-dicom.ts'
export {
  compareVersions,
  driftOfModel,
  evaluateAgainstFile,
  evaluateModel,
  proposeRecalibration,
} from './research/evaluate-model.ts'
export { toLabelRows } from './research/label-rows.ts'
export { runJob } from './run-job.ts'
export { startEngine, type Engine } from './start-engine.ts'
export { threadsInUse } from './threads-in-use.ts'
export { verifyAfterChange } from './verify-after-change.ts'
export { verifyModel } from './verify-model.ts'
