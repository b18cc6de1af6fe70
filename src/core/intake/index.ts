export { createQuietStudies } from './arrivals.ts'
export { classifyFile, type Classification } from './classify-file.ts'
export { toCopyPolicy, type CopyPolicy, type CopyPolicyOptions } from './copy-policy.ts'
export { ensureDataFolder, freeBytes, isNetworkDrive, toDataFolder, type DataFolder } from './data-folder.ts'
export {
  collectOrphans,
  copyBatchIntoStore,
  copyIntoStore,
  toObjectPath,
  verifyObject,
  type CopyRequest,
  type StoredObject,
} from './object-store.ts'
export { areSourcesThere, isSourceGone } from './is-source-gone.ts'
export { openSource, type OpenedSource } from './open-source.ts'
export type { ImageFormat, SourceEntry, SourceIdentity, SourceLocation } from './source.ts'
export { relinkSources, type LostSource, type Relinked } from './relink.ts'
export { hashSource } from './stream-source.ts'
export { walkSources, type WalkOptions } from './walk-sources.ts'
export { watchFolder, type WatchEvent, type WatchOptions } from './watch-folder.ts'
