import { describe, expect, it } from 'vitest'
import type { Reading } from '#shared/domain.ts'
import { researchNotice } from '#shared/notice.ts'
import type { StoredImage, StudyDetail } from '#shared/study.ts'
import { escapeHtml } from './escape-html.ts'
import { notAssessed } from './not-assessed.ts'
import { confirmedMarks, summaryPage } from './summary-page.ts'

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '<!--<script>',
  '`${alert(1)}`',
  '&lt;script&gt;',
  '<iframe src=javascript:alert(1)>',
  '\u0000<b>\u0007',
]

const image = (id: number, analyses: readonly unknown[] = []): StoredImage =>
  ({
    id,
    seriesId: 1,
    header: { image: { rows: 400, columns: 300, acquiredAt: '2020-01-01T10:00:00' } },
    availability: 'available',
    copied: true,
    conflict: false,
    analyses,
  }) as unknown as StoredImage

const study = (text: string, images: readonly StoredImage[]): StudyDetail =>
  ({
    studyId: 1,
    studyInstanceUid: '1.2.3',
    reasons: [],
    patient: { id: 1, patientId: text, patientName: text, patientBirthDate: text, patientSex: text, warnings: [] },
    series: [],
    images,
    priors: [],
    readings: [],
    unaided: false,
  }) as unknown as StudyDetail

const reading = (text: string): Reading => ({
  id: 1,
  studyId: 1,
  reader: text,
  verdict: 'abnormal',
  unaided: false,
  role: 'reader',
  comment: text,
  marks: [
    { imageId: 1, action: 'accept', label: text, box: [10, 20, 30, 40], comment: text },
    { imageId: 1, action: 'reject', label: 'not mine' },
    { imageId: 2, action: 'add', label: 'mine' },
  ],
  startedAt: '2020-01-01T10:00:00Z',
  committedAt: '2020-01-01T10:01:00Z',
  durationMs: 60_000,
})

const page = (text: string, images = [image(1), image(2)]) =>
  summaryPage({
    language: 'en',
    styleNonce: 'n',
    study: study(text, images),
    reading: reading(text),
    keyImages: [{ image: images[0] ?? image(1), number: 1, asset: 'asset/00' }],
  })

describe('a reading on paper', () => {
  it.each(hostile)('shows %j as text', (text) => {
    const html = page(text)
    const tags = [...html.matchAll(/<\/?([a-z0-9!-]+)/gi)].map(([, name]) => name?.toLowerCase())
    const expected = [...page('plain').matchAll(/<\/?([a-z0-9!-]+)/gi)].map(([, name]) => name?.toLowerCase())
    expect(tags).toEqual(expected)
    // No value ends a quoted attribute: every quote of the page is one of its own.
    expect(html.split('"').length).toBe(page('plain').split('"').length)
    expect(html).not.toContain("'")
  })

  it('says what it is for on every sheet, and on the first in large', () => {
    expect(page('x').split(researchNotice)).toHaveLength(3)
    expect(page('x')).toContain(`@bottom-center { content: "${researchNotice}"`)
  })

  it('lists what the reader confirmed, and nothing that was rejected', () => {
    const html = page('effusion')
    expect(confirmedMarks(reading('x')).map(({ action }) => action)).toEqual(['accept', 'add'])
    expect(html).toContain('<li>effusion (Image 1): effusion</li>')
    expect(html).toContain('<li>mine (Image 2)</li>')
    expect(html).not.toContain('not mine')
    expect(html).toContain('<rect x="10" y="20" width="30" height="40"')
  })

  it('says what was not assessed and why, and never that it was fine', () => {
    const model = { id: 'cxr', version: '1', sha256: '' }
    const failed = { state: 'failed', failure: { kind: 'timeout', message: 'It took too long.', stage: 'run' } }
    const outside = { state: 'not-assessed', reasons: [{ code: 'out-of-scope-view', parameters: {} }] }
    const images = [
      image(1, [{ model, shadow: false, analysis: failed }]),
      image(2, [{ model, shadow: false, analysis: outside }]),
      image(3, []),
      image(4, [{ model, shadow: false, analysis: { state: 'done' } }]),
      image(5, [{ model, shadow: false, analysis: { state: 'queued' } }]),
      image(6, [{ model, shadow: true, analysis: failed }]),
    ]
    expect(notAssessed(study('x', images), 'en')).toEqual([
      { number: 1, model: 'cxr', why: 'It took too long.' },
      { number: 2, model: 'cxr', why: 'view outside the model’s scope' },
      { number: 3 },
      { number: 5, model: 'cxr', why: 'waited for analysis' },
      { number: 6 },
    ])
    const html = page('x', images)
    expect(html).toContain('Image 1, cxr: It took too long.')
    expect(html).toContain('<li>Image 3: no model judged it</li>')
    expect(html).not.toContain('Every image was assessed')
  })

  it('escapes every character that markup knows', () => {
    expect(escapeHtml(`&<>"'\``)).toBe('&amp;&lt;&gt;&quot;&#39;&#96;')
  })
})
