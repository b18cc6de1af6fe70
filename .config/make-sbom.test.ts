import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { licenceTexts, makeSbom } from './make-sbom.ts'

const sbom = makeSbom()
const shipped = sbom.components.filter(({ scope }) => scope === 'required')
const packages = sbom.components.filter(({ type }) => type === 'library')
const expressionOf = ({ licenses: [licence] }: (typeof packages)[number]) =>
  licence && 'expression' in licence ? licence.expression : ''

/** Licences of what is shipped that ask for no more than their text and a notice. */
const permissive = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Zlib',
  'Unlicense',
])

/** The only weak copyleft: libvips, which sharp loads as a library of its own that a user may replace. */
const librariesOfTheirOwn = /^@img\/sharp-/

const identifiersOf = (expression: string) =>
  expression
    .split(/\s+(?:AND|OR)\s+|[()]/)
    .map((part) => part.trim())
    .filter(Boolean)

describe('the bill of materials', () => {
  it('is CycloneDX 1.6 with the product at its head', () => {
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 })
    expect(sbom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(sbom.metadata.component).toMatchObject({ type: 'application', name: 'firstlook' })
  })

  it('has every package of the lock file once, by purl, with a version, a hash and a licence', () => {
    const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>
    }
    const wanted = Object.entries(lock.packages)
      .filter(([place]) => place !== '')
      .map(([place, { version }]) => `pkg:npm/${place.split('node_modules/').pop()?.replace('@', '%40')}@${version}`)
    expect(packages.map(({ purl }) => purl).toSorted()).toEqual([...new Set(wanted)].toSorted())
    expect(
      packages.filter((one) => one.hashes.length === 0 || expressionOf(one) === '').map(({ name }) => name),
    ).toEqual([])
  })

  it('refers in its dependencies only to what it has', () => {
    const known = new Set(sbom.components.map((one) => one['bom-ref']))
    expect(
      sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !known.has(ref)),
    ).toEqual([])
  })

  it('counts what the window is bundled from as shipped, and tools as not', () => {
    const names = new Set(shipped.map(({ name }) => name))
    for (const name of [
      'react',
      'react-dom',
      'scheduler',
      '@mantine/core',
      'electron',
      'sharp',
      'onnxruntime-node',
      'cxr-opacity',
    ])
      expect(names).toContain(name)
    for (const name of ['vitest', 'typescript', 'oxlint', 'electron-vite', '@electron/get'])
      expect(names).not.toContain(name)
  })
})

describe('licences', () => {
  it('of what is shipped are permissive, but for libvips under the LGPL', () => {
    const others = shipped
      .filter(({ type }) => type === 'library')
      .filter((one) => !identifiersOf(expressionOf(one)).every((id) => permissive.has(id)))
    expect(
      others.filter(({ name }) => !librariesOfTheirOwn.test(name)).map((one) => `${one.name}: ${expressionOf(one)}`),
    ).toEqual([])
    expect(
      [...new Set(others.flatMap((one) => identifiersOf(expressionOf(one))))].filter((id) => !permissive.has(id)),
    ).toEqual(['LGPL-3.0-or-later'])
  })

  it('of tools are no strong copyleft either', () => {
    expect(
      packages.map(expressionOf).filter((expression) => /(?<!L)GPL|AGPL|SSPL|UNLICENSED|SEE LICEN/.test(expression)),
    ).toEqual([])
  })

  it('come with their texts', () => {
    const text = licenceTexts(sbom.components)
    for (const { name } of shipped.filter(({ type }) => type === 'library')) expect(text).toContain(name)
    expect(text).toContain('Permission is hereby granted')
  })
})
