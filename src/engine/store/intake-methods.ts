import type { StorePort } from '#core/pipeline/ports.ts'
import * as core from '#core/store/index.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import type { Failure } from '#shared/errors.ts'
import type { Holder } from './holder.ts'

type Port<Name extends keyof StorePort> = Parameters<StorePort[Name]>[0]
type JobId = { readonly jobId: number }

/** The pipeline's port, and jobs for the doors. */
export function intakeMethods(held: Holder) {
  return {
    addItems: ({ jobId, entries }: Port<'addItems'>) => core.addItems(held.store, jobId, entries),
    finishWalk: ({ jobId }: Port<'finishWalk'>) => core.finishWalk(held.store, jobId),
    claimItems: ({ jobId, limit }: Port<'claimItems'>) => core.claimItems(held.store, jobId, limit),
    saveIndexed: ({ jobId, results }: Port<'saveIndexed'>) => core.saveIndexed(held.store, jobId, results),
    settleCollision: ({ jobId, itemId, ...comparison }: Port<'settleCollision'>) =>
      core.settleCollision(held.store, jobId, itemId, comparison),
    claimAnalyses: ({ limit }: Port<'claimAnalyses'>) => core.claimAnalyses(held.store, limit),
    saveAnalyses: ({ images }: Port<'saveAnalyses'>) => core.saveAnalyses(held.store, images),
    recordCrash: ({ sha256, kind }: Port<'recordCrash'>) => core.recordCrash(held.store, sha256, kind),

    createJob: (job: core.NewJob) => ({ jobId: core.createJob(held.store, job) }),
    /** Makes a job of analysing what is stored. */
    queueAnalyses: (request: core.QueueRequest) => core.queueAnalyses(held.store, request),
    /** What a door runs now; one that waited for something waits no more. */
    runnableJob: ({ jobId }: JobId) => {
      if (core.readJob(held.store, jobId).state === 'waiting') core.controlJob(held.store, jobId, 'resume')
      return core.readRunnableJob(held.store, jobId)
    },
    unfinishedJobs: () => core.unfinishedJobs(held.store),
    /** Ends a job whose work is done; one with work left stays as it is. */
    finishJob: ({ jobId }: JobId) => core.finishJob(held.store, jobId),
    letJobWait: ({ jobId, failure }: JobId & { readonly failure: Failure }) =>
      core.letJobWait(held.store, jobId, failure),
    job: ({ jobId }: JobId) => core.readJob(held.store, jobId),
    /** What the command line reports of a job. */
    jobResult: ({ jobId }: JobId) => core.readJobResult(held.store, jobId),
    jobList: (): ReplyOf<'job:list'> => core.listJobs(held.store),
    jobControl: ({ jobId, action }: RequestOf<'job:control'>): ReplyOf<'job:control'> =>
      core.controlJob(held.store, jobId, action),
    jobProblems: (request: RequestOf<'job:problems'>): ReplyOf<'job:problems'> =>
      core.listProblems(held.store, request),
  }
}
