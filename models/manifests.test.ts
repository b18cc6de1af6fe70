import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenSchema, manifestSchema } from '#shared/manifest.ts'
import { researchNotice } from '#shared/notice.ts'

const root = import.meta.dirname
const shipped = ['cxr-opacity', 'cxr-structures', 'cxr-suitability'] as const
const read = (id: string, name: string) => readFileSync(join(root, id, name))
const manifestOf = (id: string) => manifestSchema.parse(JSON.parse(read(id, 'model.json').toString()))
const goldenOf = (id: string) => goldenSchema.parse(JSON.parse(read(id, 'golden.json').toString()))
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** How each card has to begin, below its title: what the model is for. */
const firstStatements: Record<(typeof shipped)[number], RegExp> = {
  'cxr-opacity':
    /^Scores one frontal chest radiograph for opacity of the kind labelled pneumonia, in children of 1–5 and adults; does not assess .* a low score does not mean normal; untested on infants, ages 6–17 and other hospitals\.$/,
  'cxr-structures':
    /^Draws boxes .* never flags a study; a missing box does not mean that nothing is there; untested on/,
  'cxr-suitability':
    /^Decides whether one picture is an upright frontal chest radiograph, .* untested on real laterals\.$/,
}

describe.each(shipped)('%s', (id) => {
  it('has a manifest by the schema that describes the very file beside it', () => {
    const manifest = manifestOf(id)
    const graph = read(id, 'model.onnx')
    expect(manifest).toMatchObject({ id, file: { name: 'model.onnx', bytes: graph.length, sha256: hash(graph) } })
    expect(graph.length).toBeLessThanOrEqual(5_000_000)
    expect(manifest.input).toMatchObject({ dynamicBatch: true, pixelSource: 'displayed' })
  })

  it('gives every label that is shown a threshold between 0 and 1 by its author, with the cases it was chosen on', () => {
    const { labels, thresholds } = manifestOf(id)
    expect(Object.keys(thresholds).toSorted()).toEqual(labels.map(({ name }) => name).toSorted())
    for (const point of Object.values(thresholds).flatMap((points) => Object.values(points))) {
      expect(point.value).toBeGreaterThan(0)
      expect(point.value).toBeLessThan(1)
      expect(point).toMatchObject({ origin: 'author', basis: expect.stringMatching(/\w{4}/) })
    }
  })

  it('has a card that begins with what it is for, says that it is no device, and names the sources', () => {
    const lines = read(id, 'CARD.md').toString().split('\n')
    expect(lines[0]).toBe(`# ${id} ${manifestOf(id).version}`)
    expect(lines[2]).toMatch(firstStatements[id])
    expect(lines[4]).toBe(researchNotice)
    expect(lines.join('\n')).toMatch(/Kermany[\s\S]*ChestX-ray8[\s\S]*COVID-19/)
  })

  it('has golden answers for pictures that lie beside it, the plots its card shows, and no other file', () => {
    const { cases } = goldenOf(id)
    expect(cases.length).toBeGreaterThanOrEqual(3)
    for (const { file, sha256 } of cases) expect(hash(read(id, file ?? ''))).toBe(sha256)
    const named = cases.map(({ file }) => file)
    const drawn = [
      ...read(id, 'CARD.md')
        .toString()
        .matchAll(/!\[[^\]]+\]\(([^)]+)\)/g),
    ].map(([, name]) => name)
    expect(readdirSync(join(root, id)).toSorted()).toEqual(
      ['CARD.md', 'golden.json', 'model.json', 'model.onnx', ...named, ...drawn].toSorted(),
    )
  })
})

describe('the shipped models together', () => {
  it('let the gate stand before both others and before nothing else', () => {
    expect(shipped.map((id) => manifestOf(id).gate)).toEqual(['cxr-suitability', 'cxr-suitability', undefined])
    expect(manifestOf('cxr-suitability')).toMatchObject({ task: 'gate', labels: [{ flags: false }] })
  })

  it('flag by opacity scores only: structures are shown and never flag', () => {
    const flagging = shipped.flatMap((id) =>
      manifestOf(id)
        .labels.filter(({ flags }) => flags)
        .map(() => id),
    )
    expect(flagging).toEqual(['cxr-opacity'])
  })

  it('order the classifier’s points: more sensitive means lower', () => {
    const points = manifestOf('cxr-opacity').thresholds['opacity']
    const value = (name: keyof NonNullable<typeof points>) => points?.[name]?.value ?? Number.NaN
    expect(value('high-sensitivity')).toBeLessThan(value('default'))
    expect(value('default')).toBeLessThan(value('high-specificity'))
    for (const point of Object.values(points ?? {})) {
      for (const estimate of [point.sensitivity, point.specificity, point.ppvAt5Percent, point.ppvAt20Percent]) {
        expect(estimate?.low).toBeLessThanOrEqual(estimate?.value ?? Number.NaN)
        expect(estimate?.high).toBeGreaterThanOrEqual(estimate?.value ?? Number.NaN)
      }
    }
  })
})
