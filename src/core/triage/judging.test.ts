import { describe, expect, it } from 'vitest'
import { tinyManifest } from '#fixtures/tiny-model.ts'
import type { Header } from '#shared/header.ts'
import type { Scope } from '#shared/manifest.ts'
import { assessScope } from './assess-scope.ts'
import { judgeGate } from './gate.ts'
import { thresholdsInUse } from './thresholds-in-use.ts'
import { toFindings } from './to-findings.ts'

const manifest = tinyManifest(new Uint8Array(1), {
  thresholds: {
    bright: {
      default: { value: 0.6, origin: 'author', basis: '' },
      'high-sensitivity': { value: 0.3, origin: 'author', basis: '' },
    },
  },
})

describe('the threshold in use', () => {
  it('is the site’s for this version, else the author’s operating point', () => {
    expect(thresholdsInUse(manifest)).toEqual({ bright: { value: 0.6, origin: 'author' } })
    expect(thresholdsInUse(manifest, { bright: 0.7 })).toEqual({ bright: { value: 0.7, origin: 'site' } })
    expect(thresholdsInUse(manifest, {}, 'high-sensitivity')['bright']?.value).toBe(0.3)
    expect(thresholdsInUse(manifest, {}, 'high-specificity')['bright']?.value).toBe(0.6)
  })
})

describe('findings', () => {
  const thresholds = { bright: { value: 0.6, origin: 'site' } } as const

  it('are the labels at or above their threshold; a label without one is only a score', () => {
    const predictions = {
      scores: [
        { label: 'bright', score: 0.6 },
        { label: 'dark', score: 1 },
      ],
      boxes: [],
    }
    expect(toFindings(predictions, thresholds)).toEqual({
      scores: [
        { label: 'bright', score: 0.6, threshold: 0.6, thresholdOrigin: 'site' },
        { label: 'dark', score: 1 },
      ],
      findings: [{ label: 'bright', score: 0.6 }],
    })
  })

  it('stand once: a label with boxes is not repeated without one', () => {
    const box = { label: 'bright', score: 0.8, box: [1, 2, 3, 4] as [number, number, number, number] }
    const predictions = { scores: [{ label: 'bright', score: 0.8 }], boxes: [box, { ...box, score: 0.5 }] }
    expect(toFindings(predictions, thresholds).findings).toEqual([box])
  })
})

describe('a gate', () => {
  const score = (label: string, value: number) => ({ label, score: value, threshold: 0.5 })

  it('lets pass what reaches a suitable label and no unsuitable one', () => {
    expect(judgeGate([score('dark', 0.9), score('bright', 0.1)], manifest)).toEqual([])
    expect(judgeGate([score('dark', 0.9), score('bright', 0.6)], manifest)).toHaveLength(1)
    expect(judgeGate([score('dark', 0.4)], manifest)).toMatchObject([
      { code: 'gate-unsuitable', parameters: { label: 'dark' } },
    ])
  })
})

describe('the scope of a model', () => {
  const scope: Scope = {
    modalities: ['DX', 'CR'],
    bodyParts: ['CHEST'],
    views: ['PA', 'AP'],
    ageYears: { min: 18, max: 120 },
    intents: ['FOR PRESENTATION'],
    minSide: 100,
    colour: 'grey',
    multiFrame: false,
    strict: [],
  }
  const header = (changes: { image?: object; series?: object; study?: object } = {}): Header =>
    ({
      format: 'dicom',
      patient: {},
      study: { studyInstanceUid: '1', ageYears: 40, ...changes.study },
      series: { seriesInstanceUid: '2', modality: 'DX', bodyPartExamined: 'CHEST', ...changes.series },
      image: {
        rows: 200,
        columns: 300,
        samplesPerPixel: 1,
        numberOfFrames: 1,
        photometricInterpretation: 'MONOCHROME2',
        viewPosition: 'PA',
        presentationIntentType: 'FOR PRESENTATION',
        ...changes.image,
      },
    }) as unknown as Header

  it('holds an image that fits', () => {
    expect(assessScope(header(), scope)).toEqual([])
  })

  it.each([
    ['out-of-scope-modality', { series: { modality: 'CT' } }],
    ['out-of-scope-body-part', { series: { bodyPartExamined: 'HAND' } }],
    ['out-of-scope-view', { image: { viewPosition: 'LL' } }],
    ['out-of-scope-intent', { image: { presentationIntentType: 'FOR PROCESSING' } }],
    ['out-of-scope-age', { study: { ageYears: 9 } }],
    ['out-of-scope-size', { image: { rows: 99 } }],
    ['out-of-scope-colour', { image: { samplesPerPixel: 3, photometricInterpretation: 'RGB' } }],
    ['out-of-scope-frames', { image: { numberOfFrames: 2 } }],
    ['out-of-scope-modality', { series: { modality: 'MG' } }],
    ['out-of-scope-modality', { series: { modality: 'US' } }],
    ['out-of-scope-modality', { series: { modality: 'DXX' } }],
    ['out-of-scope-body-part', { series: { bodyPartExamined: 'ABDOMEN' } }],
    ['out-of-scope-body-part', { series: { bodyPartExamined: 'CHESTABDOMEN' } }],
    ['out-of-scope-view', { image: { viewPosition: 'LATERAL' } }],
    ['out-of-scope-view', { image: { viewPosition: 'PAX' } }],
    ['out-of-scope-age', { study: { ageYears: 17.9 } }],
    ['out-of-scope-age', { study: { ageYears: 121 } }],
    ['out-of-scope-size', { image: { columns: 99 } }],
    ['out-of-scope-size', { image: { rows: 1, columns: 1 } }],
    ['out-of-scope-colour', { image: { samplesPerPixel: 1, photometricInterpretation: 'PALETTE COLOR' } }],
    ['out-of-scope-colour', { image: { samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL_422' } }],
    ['out-of-scope-frames', { image: { numberOfFrames: 90 } }],
  ])('is left by %s', (code, changes) => {
    expect(assessScope(header(changes), scope).map((reason) => reason.code)).toEqual([code])
  })

  it('lets an unknown value pass, unless the field is strict', () => {
    const unknown = header({ series: { modality: undefined }, image: { viewPosition: undefined } })
    expect(assessScope(unknown, scope)).toEqual([])
    expect(assessScope(unknown, { ...scope, strict: ['view'] })).toMatchObject([{ code: 'out-of-scope-view' }])
  })
})
