import { writeFile } from 'node:fs/promises'
import { chooseToSave } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { printPage } from '#main/summary/print-page.ts'
import { confirmedMarks, type KeyImage, summaryPage } from '#main/summary/summary-page.ts'
import { TriageError } from '#shared/errors.ts'
import type { StudyDetail } from '#shared/study.ts'

const mostKeyImages = 4

/** The reading of a study as a PDF that the person names. */
export function summaryHandlers(shell: Shell): Pick<Handlers, 'reading:summary'> {
  const { engine, language, styleNonce, assets, session } = shell
  return {
    'reading:summary': async ({ studyId }) => {
      const study = await engine.store.studyRead({ studyId })
      const reading = await currentReading(shell, study)
      const path = await chooseToSave(shell, `firstlook-reading-${studyId}`, 'pdf')
      if (path === undefined) return undefined
      const keyImages = await picturesOf(shell, study, new Set(confirmedMarks(reading).map(({ imageId }) => imageId)))
      const html = summaryPage({ language: language(), styleNonce, study, reading, keyImages })
      await writeFile(path, await printPage(html, assets, session), { mode: 0o600 })
      await engine.store.audit({ action: 'export', subject: `study:${studyId}`, detail: { format: 'pdf', rows: 1 } })
      return { rows: 1 }
    },
  }
}

/** The reader's own last reading, else the last of all. */
async function currentReading({ engine }: Shell, { readings }: StudyDetail) {
  const { reader } = await engine.store.settings()
  const found = readings.findLast((reading) => reading.reader === reader) ?? readings.at(-1)
  if (found) return found
  throw new TriageError('not-found', 'Expected a reading of this study; there is none yet.', 'export')
}

/** Pictures of the images with a confirmed finding, else of the first; one that cannot be opened is left out. */
async function picturesOf({ frames }: Shell, study: StudyDetail, wanted: ReadonlySet<number>): Promise<KeyImage[]> {
  const numbered = study.images.map((image, i) => ({ image, number: i + 1 }))
  const marked = numbered.filter(({ image }) => wanted.has(image.id))
  const chosen = (marked.length > 0 ? marked : numbered.slice(0, 1)).slice(0, mostKeyImages)
  const made = await Promise.allSettled(
    chosen.map(async (key) => ({ ...key, ...(await frames.preview({ imageId: key.image.id, maxSide: 1_024 })) })),
  )
  return made.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}
