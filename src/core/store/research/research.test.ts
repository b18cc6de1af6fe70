import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import type { ReferenceMapping } from '#shared/evaluation.ts'
import type { Box } from '#shared/geometry.ts'
import type { Store } from '#core/store/store.ts'
import { changeSetting } from '#core/store/change-setting.ts'
import { commitReading } from '#core/store/reading/readings.ts'
import { mergePatients } from '#core/store/study/patients.ts'
import { listModels } from '#core/store/models/list.ts'
import { chooseReader } from '#core/store/who.ts'
import { createCohort, listCohorts } from './cohorts.ts'
import { readCases } from './evaluation-cases.ts'
import { exportFindings, exportImages, exportReadings, exportStudies } from './export-rows.ts'
import { acceptRecalibration, listRecalibrations, revertRecalibration } from './recalibrations.ts'
import { importReference, listReferences, readScores } from './references.ts'

const mapping: ReferenceMapping = { idColumn: 'id', labelColumn: 'label', positive: [], match: 'auto' }

/** Two patients; the first has two studies, one of two images. Image 4 failed. */
async function cases(store: Store) {
  const [model] = await installTiny(store)
  takeIn(store, [
    { uid: '1.1', study: 's1', path: '/in/a/one.dcm', accession: 'A1' },
    { uid: '1.2', study: 's1', path: '/in/b/one.dcm', accession: 'A1' },
    { uid: '1.3', study: 's2', path: '/in/c/two.dcm', accession: 'A2', modality: 'CR' },
    { uid: '1.4', study: 's3', path: '/in/d/three.dcm', accession: 'A3', patientId: 'P2' },
  ])
  analyseAll(store, (imageId) => {
    if (imageId === 4) return { state: 'failed', failure: { kind: 'timeout', message: '', stage: 'run' } }
    return { bright: imageId / 4, dark: 0.5 }
  })
  return model!.file.sha256
}

const rows = (...pairs: [string, string][]) => pairs.map(([id, label], i) => ({ row: i + 2, id, label }))

describe('importReference', () => {
  it('matches by the identifier that fits, and lists what it cannot', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    const byUid = await importReference(store, {
      name: 'uid',
      mapping,
      rows: rows(['1.1', 'pneumonia'], ['1.2', 'No-Finding'], ['9.9', 'x'], ['1.3', '0'], ['1.3', 'yes'], ['', 'x']),
    })
    expect(byUid).toMatchObject({
      matched: 2,
      mapping: { match: 'sop-instance-uid' },
      unmatched: [
        { row: 4, id: '9.9', why: 'no-case' },
        { row: 5, id: '1.3', why: 'contradictory' },
        { row: 6, id: '1.3', why: 'contradictory' },
        { row: 7, id: '', why: 'no-case' },
      ],
    })
    const byPath = await importReference(store, {
      name: 'path',
      mapping,
      rows: rows(['a/one.dcm', '1'], ['one.dcm', '1'], ['./c/two.dcm', 'normal'], ['/in/d/three.dcm', '1']),
    })
    expect(byPath).toMatchObject({ matched: 3, mapping: { match: 'path' }, unmatched: [{ row: 3, why: 'ambiguous' }] })
    const named = { ...mapping, match: 'patient-id' as const, positive: ['Sick'] }
    const byPatient = await importReference(store, {
      name: 'patients',
      mapping: named,
      rows: rows(['P1', 'sick'], ['P2', 'x']),
    })
    expect(byPatient.matched).toBe(2)
    expect(listReferences(store).map(({ name }) => name)).toEqual(['patients', 'path', 'uid'])
    const scores = await importReference(store, {
      name: 'scores',
      mapping,
      rows: rows(['1.1', '0.25'], ['1.2', '0.5'], ['1.3', '0.5'], ['1.3', '0.75']),
    })
    expect(scores).toMatchObject({ areScores: true, matched: 2 })
    expect(scores.unmatched.map(({ why }) => why)).toEqual(['contradictory', 'contradictory'])
    expect(readScores(store, scores.id).map(({ score }) => score)).toEqual([0.25, 0.5])
    expect(listReferences(store).map(({ areScores }) => areScores)).toEqual([true, false, false, false])
  })

  it('tries a row’s other identifiers where its first finds no case', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    const byUid = { ...mapping, match: 'sop-instance-uid' as const }
    const otherwise = (path: string) => [{ match: 'path' as const, id: path }]
    const { matched, unmatched } = await importReference(store, {
      name: 'copies',
      mapping: byUid,
      rows: [
        { row: 2, id: '9.9', label: '1', otherwise: otherwise('/in/d/three.dcm') },
        { row: 3, id: '9.8', label: '1', otherwise: otherwise('nowhere.dcm') },
        { row: 4, id: '1.1', label: '0', otherwise: otherwise('/in/d/three.dcm') },
      ],
    })
    expect({ matched, unmatched }).toEqual({ matched: 2, unmatched: [{ row: 3, id: '9.8', why: 'no-case' }] })
  })
})

describe('boxes of an imported reference', () => {
  it('are kept in pixels for the images that it speaks of, and go with them', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    const boxed = (id: string, boxes: readonly { box: Box; of: 'pixels' | 'fractions' }[]) => ({
      row: 2,
      id,
      label: '1',
      boxes,
    })
    const { id } = await importReference(store, {
      name: 'boxes',
      mapping,
      rows: [
        boxed('1.1', [{ box: [1, 2, 2, 1], of: 'pixels' }]),
        boxed('1.2', [{ box: [0.25, 0.5, 0.5, 0.25], of: 'fractions' }]),
        boxed('1.3', []),
      ],
    })
    const request = { modelId: 'tiny', label: 'bright', reference: { set: id }, limit: 10 }
    const read = () => readCases(store, request).cases.map(({ referenceBoxes }) => referenceBoxes)
    expect(read()).toEqual([[[1, 2, 2, 1]], [[1, 2, 2, 1]], [], undefined])
    const plain = await importReference(store, { name: 'plain', mapping, rows: rows(['1.1', '1']) })
    const { cases: unboxed } = readCases(store, { ...request, reference: { set: plain.id } })
    expect(unboxed.map(({ referenceBoxes }) => referenceBoxes)).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('readCases', () => {
  it('gives every image once with what model and reference say, in batches', async () => {
    using scene = storeScene()
    const { store } = scene
    const sha256 = await cases(store)
    const { id } = await importReference(store, { name: 'a', mapping, rows: rows(['1.1', '1'], ['1.3', '0']) })
    const request = { modelId: 'tiny', label: 'bright', reference: { set: id }, limit: 3 }
    const one = readCases(store, request)
    const two = readCases(store, { ...request, after: one.next })
    expect([one.modelSha256, one.next, two.next]).toEqual([sha256, 3, undefined])
    const all = [...one.cases, ...two.cases]
    expect(
      all.map(({ imageId, patientId, state, score, imagePositive, studyPositive }) => [
        imageId,
        patientId,
        state,
        score,
        imagePositive,
        studyPositive,
      ]),
    ).toEqual([
      [1, 1, 'done', 0.25, true, undefined],
      [2, 1, 'done', 0.5, undefined, undefined],
      [3, 1, 'done', 0.75, false, undefined],
      [4, 2, 'failed', undefined, undefined, undefined],
    ])
    expect(all[2]).toMatchObject({
      sex: 'F',
      modality: 'CR',
      encoding: 'dicom',
      stale: false,
      findings: [{ label: 'bright' }],
    })
  })

  it('takes readings for reference: unaided ones by default, the adjudicator where they disagree, merged patients as one', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    const read = (
      reader: string,
      studyId: number,
      verdict: 'normal' | 'abnormal',
      role: 'reader' | 'adjudicator' = 'reader',
    ) => {
      chooseReader(store, reader)
      commitReading(store, { studyId, verdict, comment: '', marks: [], role })
    }
    read('Ben', 3, 'abnormal')
    await changeSetting(store, 'unaidedFirst', true)
    read('Ada', 1, 'abnormal')
    read('Ben', 1, 'normal')
    read('Ada', 2, 'normal')
    const positives = (readings: 'unaided' | 'all') =>
      readCases(store, { modelId: 'tiny', label: 'bright', reference: { readings }, limit: 9 }).cases.map(
        ({ studyPositive }) => studyPositive,
      )
    expect(positives('unaided')).toEqual([undefined, undefined, false, undefined])
    expect(positives('all')).toEqual([undefined, undefined, false, true])
    read('Cem', 1, 'abnormal', 'adjudicator')
    expect(positives('unaided')).toEqual([true, true, false, undefined])
    mergePatients(store, 2, 1)
    const { cases: merged } = readCases(store, { modelId: 'tiny', label: 'bright', limit: 9 })
    expect(new Set(merged.map(({ patientId }) => patientId))).toEqual(new Set([1]))
    expect(() => readCases(store, { modelId: 'none', label: 'x', limit: 1 })).toThrow('model')
  })
})

describe('a cohort', () => {
  it('is frozen: what comes later is not in it', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    const cohort = createCohort(store, 'DX', { modalities: ['DX'] })
    expect(cohort.flow).toEqual({ found: 3, excluded: [{ why: 'filter', n: 1 }], notAssessed: 1, analysed: 1 })
    takeIn(store, [{ uid: '1.5', study: 's9', patientId: 'P9' }])
    expect(listCohorts(store)).toEqual([cohort])
    const ids = readCases(store, { modelId: 'tiny', label: 'bright', cohortId: cohort.id, limit: 9 }).cases
    expect(ids.map(({ imageId }) => imageId)).toEqual([1, 2, 4])
    expect(() => createCohort(store, 'DX', {})).toThrow('new name')
  })
})

describe('exports', () => {
  it('come in stable batches with the same filters as the list', async () => {
    using scene = storeScene()
    const { store } = scene
    await cases(store)
    await importReference(store, { name: 'ref', mapping, rows: rows(['1.2', 'yes']) })
    chooseReader(store, 'Ada')
    commitReading(store, { studyId: 1, verdict: 'abnormal', comment: 'c', marks: [], role: 'reader' })
    const first = exportImages(store, { filter: {}, limit: 3 })
    const second = exportImages(store, { filter: {}, limit: 3, after: first.next })
    expect([...first.rows, ...second.rows].map(({ path, analyses }) => [path, analyses[0]?.analysis.state])).toEqual([
      ['/in/a/one.dcm', 'done'],
      ['/in/b/one.dcm', 'done'],
      ['/in/c/two.dcm', 'done'],
      ['/in/d/three.dcm', 'failed'],
    ])
    expect(second.next).toBeUndefined()
    expect(first.rows[1]).toMatchObject({
      study: { group: 'flagged', patient: { patientId: 'P1', name: 'DOE, JANE', issuer: '' }, verdict: 'abnormal' },
      labels: [{ set: 'ref', unit: 'image', positive: true, value: 'yes' }],
    })
    expect(
      exportStudies(store, { filter: { groups: ['flagged'] }, limit: 9 }).rows.map(({ studyId }) => studyId),
    ).toEqual([1, 2])
    expect(exportFindings(store, { filter: {}, limit: 9 }).rows.map(({ finding }) => finding.score)).toEqual([
      0.5, 0.75,
    ])
    expect(exportReadings(store, { filter: {}, limit: 9 }).rows).toMatchObject([
      { reading: { reader: 'Ada', comment: 'c' } },
    ])
  })
})

describe('a recalibration', () => {
  it('is accepted, replaced and taken back', async () => {
    using scene = storeScene()
    const { store } = scene
    const sha256 = await cases(store)
    const recalibration = {
      modelId: 'tiny',
      sha256,
      label: 'bright',
      kind: 'platt' as const,
      curve: [{ score: 0, probability: 0.1 }],
      basis: 'set 1',
    }
    acceptRecalibration(store, recalibration)
    acceptRecalibration(store, { ...recalibration, kind: 'isotonic' })
    expect(listRecalibrations(store, 'tiny', sha256)).toEqual([{ ...recalibration, kind: 'isotonic' }])
    expect(listModels(store)[0]?.recalibrations).toEqual([{ label: 'bright', curve: recalibration.curve }])
    revertRecalibration(store, 'tiny', sha256, 'bright')
    expect(listRecalibrations(store, 'tiny', sha256)).toEqual([])
    expect(() => revertRecalibration(store, 'tiny', sha256, 'bright')).toThrow('in force')
  })
})
