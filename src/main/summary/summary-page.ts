import type { Mark, Reading } from '#shared/domain.ts'
import { researchNotice } from '#shared/notice.ts'
import type { Settings } from '#shared/settings.ts'
import type { StoredImage, StudyDetail } from '#shared/study.ts'
import { type Message, message } from '#main/messages.ts'
import { escapeHtml } from './escape-html.ts'
import { notAssessed } from './not-assessed.ts'

/** An image of the study with the picture of it that is printed. */
export type KeyImage = { readonly image: StoredImage; readonly number: number; readonly asset: string }

export type SummaryInput = {
  readonly language: Settings['language']
  readonly styleNonce: string
  readonly study: StudyDetail
  readonly reading: Reading
  readonly keyImages: readonly KeyImage[]
}

const verdictWords = {
  normal: 'verdictNormal',
  abnormal: 'verdictAbnormal',
  'technically-limited': 'verdictLimited',
} as const satisfies Record<Reading['verdict'], Message>

/** A reader's own findings: what was accepted, corrected or added. */
export const confirmedMarks = (reading: Reading): readonly Mark[] =>
  reading.marks.filter(({ action }) => action === 'accept' || action === 'correct' || action === 'add')

/** A reading as one page to print. Every value of a file stands in it as text; the notice stands on every sheet. */
export function summaryPage({ language, styleNonce, study, reading, keyImages }: SummaryInput): string {
  const word = (key: Message, values?: Readonly<Record<string, string | number>>) =>
    escapeHtml(message(language, key, values))
  const { patient } = study
  const [first] = study.images
  const facts: readonly (readonly [Message, string | undefined])[] = [
    ['patientName', onPaper(patient.patientName)],
    ['patientId', patient.patientId],
    ['birthDate', patient.patientBirthDate],
    ['sex', patient.patientSex],
    ['study', study.studyInstanceUid],
    ['acquired', timeOfHeader(first?.header.image.acquiredAt)],
    [reading.role === 'adjudicator' ? 'adjudicator' : 'reader', reading.reader],
    ['verdict', message(language, verdictWords[reading.verdict])],
    ['committed', timeOfReading(reading.committedAt, language)],
    ['comment', reading.comment],
  ]
  const rows = facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `<tr><th>${word(key)}</th><td>${escapeHtml(value ?? '')}</td></tr>`)
  const confirmed = confirmedMarks(reading)
  const findings = confirmed.map(({ label, comment, imageId }) => {
    const number = study.images.findIndex(({ id }) => id === imageId) + 1
    const said = comment === undefined || comment === '' ? '' : `: ${escapeHtml(comment)}`
    return `<li>${escapeHtml(label)} (${word('image', { number })})${said}</li>`
  })
  const missing = notAssessed(study, language).map(({ number, model, why }) => {
    const values = { number, model, why: why ?? message(language, 'noModel') }
    return `<li>${word(model === undefined ? 'image' : 'notAssessedImage', { ...values, model: model ?? '' })}${model === undefined ? `: ${escapeHtml(values.why)}` : ''}</li>`
  })
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${word('summaryTitle')}</title>
<style nonce="${styleNonce}">${style}</style></head><body>
<h1>${word('summaryTitle')}</h1><p class="notice">${escapeHtml(researchNotice)}</p>
<table>${rows.join('')}</table>
<h2>${word('confirmed')}</h2>
${findings.length === 0 ? `<p>${word('noConfirmed')}</p>` : `<ul>${findings.join('')}</ul>`}
<div class="images">${keyImages.map((key) => figure(key, confirmed, word('image', { number: key.number }))).join('')}</div>
<h2>${word('notAssessed')}</h2>
${missing.length === 0 ? `<p>${word('everythingAssessed')}</p>` : `<ul>${missing.join('')}</ul>`}
</body></html>`
}

/** A person name of a header (PS3.5 §6.2.1) with spaces where its parts meet. */
const onPaper = (name: string): string =>
  name
    .split(/[\^=]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')

/** A header's time has no zone, and is not moved into one. */
const timeOfHeader = (time: string | undefined): string | undefined => time?.replace('T', ' ').slice(0, 16)

function timeOfReading(time: string, language: Settings['language']): string {
  const locale = language === 'en' ? 'en-GB' : 'de'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time))
}

/** A picture with the confirmed boxes drawn on it, in stored-image pixels. */
function figure({ image, asset }: KeyImage, marks: readonly Mark[], caption: string): string {
  const { rows, columns } = image.header.image
  const boxes = marks.flatMap(({ imageId, box, label }) => {
    if (imageId !== image.id || !box) return []
    const [x, y, width, height] = box
    const line = Math.max(rows, columns) / 250
    return [
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" stroke-width="${line}"/>`,
      `<text x="${x}" y="${y - 2 * line}" font-size="${10 * line}">${escapeHtml(label)}</text>`,
    ]
  })
  return `<figure><div><img src="/${escapeHtml(asset)}" alt="${caption}"><svg viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none">${boxes.join('')}</svg></div><figcaption>${caption}</figcaption></figure>`
}

const style = `
@page { size: A4; margin: 15mm 15mm 20mm; @bottom-center { content: "${researchNotice}"; font: bold 8pt sans-serif; color: #000 } }
body { font: 10pt/1.35 sans-serif; color: #000; margin: 0 }
h1 { font-size: 16pt; margin: 0 } h2 { font-size: 12pt; margin: 5mm 0 1mm } p, ul { margin: 1mm 0 }
.notice { font-weight: bold }
th { text-align: left; padding-right: 6mm; font-weight: normal; color: #444; vertical-align: top } td { overflow-wrap: anywhere }
.images { display: flex; flex-wrap: wrap; gap: 5mm } figure { margin: 2mm 0; break-inside: avoid } figure div { position: relative; width: 80mm }
img { width: 80mm; display: block } svg { position: absolute; inset: 0; width: 100%; height: 100% } rect { fill: none; stroke: #ffd400 } text { fill: #ffd400 }
figcaption { font-size: 8pt }`
