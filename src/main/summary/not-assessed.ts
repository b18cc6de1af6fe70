import type { Settings } from '#shared/settings.ts'
import type { StudyDetail } from '#shared/study.ts'
import { reasonOnPaper } from './reasons.ts'

/** An image that a model did not judge; without a model when none did, and then without a reason. */
export type NotAssessed = { readonly number: number; readonly model?: string; readonly why?: string }

/** What nothing judged, image by image in the study's order, with the reason or the failure's sentence. */
export function notAssessed(study: StudyDetail, language: Settings['language']): readonly NotAssessed[] {
  return study.images.flatMap(({ analyses }, i): NotAssessed[] => {
    const number = i + 1
    const shown = analyses.filter(({ shadow }) => !shadow)
    if (shown.length === 0) return [{ number }]
    return shown.flatMap(({ model, analysis }) => {
      switch (analysis.state) {
        case 'done':
          return []
        case 'not-assessed':
          return [
            {
              number,
              model: model.id,
              why: analysis.reasons.map(({ code }) => reasonOnPaper(code, language)).join(', '),
            },
          ]
        case 'failed':
          return [{ number, model: model.id, why: analysis.failure.message }]
        case 'queued':
        case 'running':
          return [{ number, model: model.id, why: reasonOnPaper(analysis.state, language) }]
      }
    })
  })
}
