import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groups, type AnalysisState } from '#shared/domain.ts'
import { groupOfStudy, type JudgedAnalysis } from './group-of-study.ts'

const provenance = {} as Extract<AnalysisState, { state: 'done' }>['provenance']
const labels = [
  { name: 'opacity', flags: true },
  { name: 'left-lung', flags: false },
]

const done = (score: number, threshold = 0.5, label = 'opacity'): AnalysisState => ({
  state: 'done',
  scores: [{ label, score, threshold, thresholdOrigin: 'author' }],
  findings: score >= threshold ? [{ label, score }] : [],
  provenance,
})
const failed: AnalysisState = { state: 'failed', failure: { kind: 'crashed', message: '', stage: 'run' } }
const lateral: AnalysisState = {
  state: 'not-assessed',
  reasons: [{ code: 'out-of-scope-view', parameters: { found: 'LL' } }],
}
const judged = (analysis: AnalysisState, changes: Partial<JudgedAnalysis> = {}): JudgedAnalysis => ({
  analysis,
  modelId: 'cxr',
  version: '2',
  task: 'classification',
  labels,
  shadow: false,
  ...changes,
})
const image = (...analyses: JudgedAnalysis[]) => ({ analyses })

describe('the group of a study', () => {
  it('is flagged as soon as one image has a flagging label at its threshold', () => {
    const study = groupOfStudy([image(judged(done(0.2))), image(judged(done(0.5)))])
    expect(study).toMatchObject({ group: 'flagged', topScore: 0.5 })
    expect(study.reasons).toEqual([
      {
        code: 'label-above-threshold',
        parameters: { model: 'cxr', version: '2', label: 'opacity', score: 0.5, threshold: 0.5 },
      },
    ])
  })

  it('says in which lung, from the boxes that any model drew on that image', () => {
    const boxes = judged(
      {
        state: 'done',
        scores: [],
        findings: [
          { label: 'right-lung', score: 0.9, box: [0, 0, 40, 100] },
          { label: 'left-lung', score: 0.9, box: [60, 0, 40, 100] },
          { label: 'opacity', score: 0.6, box: [65, 50, 20, 20] },
        ],
        provenance,
      },
      { modelId: 'structures', labels: [labels[1]!] },
    )
    const study = (...analyses: JudgedAnalysis[]) => groupOfStudy([image(...analyses), image(judged(done(0.7)))])
    expect(study(judged(done(0.9)), boxes).reasons.map(({ parameters }) => parameters['location'])).toEqual([
      'left-lung',
      undefined,
    ])
    expect(study(judged(done(0.9)), { ...boxes, shadow: true }).reasons[0]?.parameters).not.toHaveProperty('location')
  })

  it('is flagged even when another image failed', () => {
    expect(groupOfStudy([image(judged(done(0.9))), image(judged(failed))]).group).toBe('flagged')
  })

  it('is not flagged when all that could be judged was, and the rest was never meant for the model', () => {
    expect(groupOfStudy([image(judged(done(0.1))), image(judged(lateral))]).group).toBe('not-flagged')
  })

  it.each([
    ['no image at all', []],
    ['an image without any model', [image()]],
    ['only images out of scope', [image(judged(lateral))]],
    ['a failure beside an assessed image', [image(judged(done(0.1))), image(judged(failed))]],
    ['a queued image beside an assessed one', [image(judged(done(0.1))), image(judged({ state: 'queued' }))]],
    ['a gate alone', [image(judged(done(0.1), { task: 'gate' }))]],
    ['a shadow model alone', [image(judged(done(0.9), { shadow: true }))]],
    ['a model none of whose labels flags', [image(judged(done(0.9, 0.5, 'left-lung'), { labels: [labels[1]!] }))]],
  ])('is not assessed, with a reason, for %s', (_, images) => {
    const study = groupOfStudy(images)
    expect(study.group).toBe('not-assessed')
    expect(study.reasons.length).toBeGreaterThan(0)
  })

  it('follows the site’s rules: a label that no longer flags, and levels by score', () => {
    const rule = {
      modelId: 'cxr',
      version: '2',
      label: 'opacity',
      flags: true,
      levels: [
        { name: 'soon', from: 0.6 },
        { name: 'now', from: 0.9 },
      ],
    }
    expect(groupOfStudy([image(judged(done(0.95)))], [rule]).level).toBe('now')
    expect(groupOfStudy([image(judged(done(0.7)))], [rule]).level).toBe('soon')
    expect(groupOfStudy([image(judged(done(0.5)))], [rule]).level).toBeUndefined()
    expect(groupOfStudy([image(judged(done(0.95)))], [{ ...rule, flags: false }]).group).toBe('not-assessed')
  })

  it('never calls a study not flagged unless something judged it, whatever is combined', () => {
    const state = fc.oneof(
      fc.constantFrom<AnalysisState>({ state: 'queued' }, { state: 'running' }, failed, lateral),
      fc.float({ min: 0, max: 1, noNaN: true }).map((score) => done(score)),
    )
    const analysis = fc
      .record({ analysis: state, shadow: fc.boolean(), gate: fc.boolean() })
      .map((made) => judged(made.analysis, { shadow: made.shadow, task: made.gate ? 'gate' : 'classification' }))
    fc.assert(
      fc.property(
        fc.array(
          fc.array(analysis, { maxLength: 3 }).map((list) => image(...list)),
          { maxLength: 4 },
        ),
        (images) => {
          const { group, reasons } = groupOfStudy(images)
          const counting = images
            .flatMap(({ analyses }) => analyses)
            .filter(({ shadow, task }) => !shadow && task !== 'gate')
          const states = counting.map(({ analysis: { state } }) => state)
          expect(groups).toContain(group)
          expect(reasons.length).toBeGreaterThan(0)
          const unfinished = states.some((state) => state === 'failed' || state === 'queued' || state === 'running')
          expect(group === 'not-flagged' && (unfinished || !states.includes('done'))).toBe(false)
          const reached = counting.some(({ analysis: a }) => a.state === 'done' && a.findings.length > 0)
          expect(group === 'flagged').toBe(reached)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
