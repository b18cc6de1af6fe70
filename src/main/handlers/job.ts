import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

/** Jobs as the window shows and steers them. */
export function jobHandlers({
  engine: { store },
  jobs,
  list,
  tell,
}: Shell): Pick<Handlers, 'job:list' | 'job:control' | 'job:problems'> {
  return {
    'job:list': store.jobList,
    'job:control': async (input) => {
      const { jobId, action } = input
      // What is in hand is settled first, so that the store ends up as the person said.
      if (action === 'pause' || action === 'cancel') await jobs.stop(jobId)
      const job = await store.jobControl(input)
      if (job.state === 'running') jobs.start(jobId)
      // A job may be steered from elsewhere than the line that shows it.
      tell('job:progress', job)
      void list.look()
      return job
    },
    'job:problems': store.jobProblems,
  }
}
