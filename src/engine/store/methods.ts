import type { SavedImage, StorePort } from '#core/pipeline/ports.ts'
import * as core from '#core/store/index.ts'
import type { WorkerOptions } from '#engine/protocol.ts'
import type { AuditEvent } from '#shared/audit.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import type { Failure } from '#shared/errors.ts'
import { openDataFolder } from './open.ts'

/** The store's answers: the pipeline's port, the channels that are answered from the database, and what the doors need beside. */
export async function storeMethods(options: WorkerOptions) {
  const store = await openDataFolder(options)
  void core.catchUp(store)

  return {
    // The pipeline's port.
    addItems: (input: Parameters<StorePort['addItems']>[0]) => core.addItems(store, input.jobId, input.entries),
    finishWalk: ({ jobId }: { jobId: number }) => core.finishWalk(store, jobId),
    claimItems: ({ jobId, limit }: { jobId: number; limit: number }) => core.claimItems(store, jobId, limit),
    saveIndexed: ({ jobId, results }: Parameters<StorePort['saveIndexed']>[0]) =>
      core.saveIndexed(store, jobId, results),
    settleCollision: ({ jobId, itemId, ...comparison }: Parameters<StorePort['settleCollision']>[0]) =>
      core.settleCollision(store, jobId, itemId, comparison),
    claimAnalyses: ({ limit }: { limit: number }) => core.claimAnalyses(store, limit),
    saveAnalyses: ({ images }: { images: readonly SavedImage[] }) => core.saveAnalyses(store, images),
    recordCrash: ({ sha256, kind }: { sha256: string; kind: string }) => core.recordCrash(store, sha256, kind),

    // Jobs, for the doors.
    createJob: (job: core.NewJob) => ({ jobId: core.createJob(store, job) }),
    /** What a door runs or resumes. */
    runnableJob: ({ jobId }: { jobId: number }) => core.readRunnableJob(store, jobId),
    unfinishedJobs: () => core.unfinishedJobs(store),
    /** Ends a job whose work is done; one with work left stays as it is. */
    finishJob: ({ jobId }: { jobId: number }) => core.finishJob(store, jobId),
    letJobWait: ({ jobId, failure }: { jobId: number; failure: Failure }) => core.letJobWait(store, jobId, failure),
    jobResult: ({ jobId }: { jobId: number }) => core.readJobResult(store, jobId),
    job: ({ jobId }: { jobId: number }) => core.readJob(store, jobId),
    jobList: (): ReplyOf<'job:list'> => core.listJobs(store),
    jobControl: ({ jobId, action }: RequestOf<'job:control'>): ReplyOf<'job:control'> =>
      core.controlJob(store, jobId, action),

    // Models.
    registerModels: ({ models }: { models: readonly core.FoundModel[] }) => core.registerModels(store, models),
    modelsInUse: ({ models }: { models?: readonly string[] | undefined }) => core.modelsInUse(store, models),

    // The list.
    worklistList: (request: RequestOf<'worklist:list'>): ReplyOf<'worklist:list'> => core.listPage(store, request),

    settings: () => core.readSettings(store),
    /** An event that changes nothing here: a view, an export. */
    audit: (event: Omit<AuditEvent, 'actor'> & { readonly actor?: string }) => core.record(store, event),
    close: () => core.stop(store),
  }
}

export type StoreMethods = Awaited<ReturnType<typeof storeMethods>>
