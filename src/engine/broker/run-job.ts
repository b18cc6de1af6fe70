import { runImport } from '#core/pipeline.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Job } from '#shared/jobs.ts'
import { bindPorts } from './bind-ports.ts'
import type { Engine } from './start-engine.ts'

/** What a job waits for and then goes on; anything else that stops a job is told to the caller. */
const waitsFor = new Set(['disk-full', 'missing', 'permission'])

/**
 * Runs a durable job from where it stands until nothing is left, it has to wait, or `signal` stops it. What was done is in
 * the store; what was taken and not done is queued again.
 */
export async function runJob(engine: Engine, jobId: number, signal: AbortSignal): Promise<Job> {
  const job = await engine.store.runnableJob({ jobId })
  const settings = await engine.store.settings()
  const models = await engine.store.modelsInUse({ models: job.models })
  const ports = bindPorts(engine, settings)
  try {
    await runImport(ports, job, { width: engine.width, copy: job.copy, models, analyse: job.analyse }, signal)
  } catch (error) {
    if (isTriageError(error) && waitsFor.has(error.kind)) {
      return engine.store.letJobWait({ jobId, failure: error.toFailure() })
    }
    if (!signal.aborted) throw error
  }
  return engine.store.finishJob({ jobId })
}
