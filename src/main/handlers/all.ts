import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { appHandlers } from './app.ts'
import { evaluationHandlers } from './evaluation.ts'
import { exportHandlers } from './export.ts'
import { imageHandlers } from './image.ts'
import { intakeHandlers } from './intake.ts'
import { jobHandlers } from './job.ts'
import { modelHandlers } from './model.ts'
import { readingHandlers } from './reading.ts'
import { referenceHandlers } from './reference.ts'
import { settingsHandlers } from './settings.ts'
import { studyHandlers } from './study.ts'
import { summaryHandlers } from './summary.ts'
import { thresholdHandlers } from './threshold.ts'
import { upkeepHandlers } from './upkeep.ts'
import { worklistHandlers } from './worklist.ts'

/** The code behind every channel; the compiler counts them. */
export function allHandlers(shell: Shell): Handlers {
  return {
    ...appHandlers(shell),
    ...settingsHandlers(shell),
    ...intakeHandlers(shell),
    ...jobHandlers(shell),
    ...worklistHandlers(shell),
    ...studyHandlers(shell),
    ...imageHandlers(shell),
    ...readingHandlers(shell),
    ...summaryHandlers(shell),
    ...modelHandlers(shell),
    ...thresholdHandlers(shell),
    ...upkeepHandlers(shell),
    ...evaluationHandlers(shell),
    ...referenceHandlers(shell),
    ...exportHandlers(shell),
  }
}
