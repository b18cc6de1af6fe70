import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Writes what the product is made of: `firstlook.cdx.json` (CycloneDX 1.6) with every package of the lock file and the shipped
 * models, and `licences.txt` with the licence texts of what is shipped: `npx node .config/make-sbom.ts FOLDER`.
 * What packages carry within them (libvips and its codecs in sharp, SQLite in better-sqlite3, Chromium in Electron) has no entry
 * of its own. The same lock file gives the same bytes.
 */

const root = resolve(import.meta.dirname, '..')
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'))

type Locked = {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export type Component = {
  readonly type: 'library' | 'machine-learning-model'
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
  readonly purl?: string
  /** `excluded`: a tool that is not shipped. */
  readonly scope: 'required' | 'optional' | 'excluded'
  readonly licenses: readonly ({ readonly expression: string } | { readonly license: { readonly name: string } })[]
  readonly hashes: readonly { readonly alg: 'SHA-512' | 'SHA-256'; readonly content: string }[]
}

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 13)
const purlOf = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`

/** Where a package finds another one: its own folder first, then those above (Node's rule). */
function placeOf(packages: Readonly<Record<string, Locked>>, from: string, name: string): string | undefined {
  for (let folder: string | undefined = from; folder !== undefined; folder = folderAbove(folder)) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[place]) return place
  }
  return undefined
}

function folderAbove(place: string): string | undefined {
  if (place === '') return undefined
  return place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))
}

/** Packages that reach a user: what runs, what is bundled into the window, and Electron itself, but not what fetches it. */
function shippedPlaces(packages: Readonly<Record<string, Locked>>): Set<string> {
  const manifest = read('package.json')
  const rooms: { path: string; theirs: string[] }[] = read('.oxlintrc.json').rules['house/dependency-table'][1].rooms
  const ofWindow = rooms.find(({ path }) => path === 'renderer')?.theirs ?? []
  const inWindow = (name: string) =>
    ofWindow.some((one) => name === one || name.startsWith(one.endsWith('/*') ? one.slice(0, -1) : `${one}/`))
  const found = new Set<string>(['node_modules/electron'])
  const open = [
    ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    ...Object.keys(manifest.devDependencies).filter(inWindow),
  ].map((name) => `node_modules/${name}`)
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const locked = packages[place]
    if (!locked || found.has(place)) continue
    found.add(place)
    const names = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies, ...locked.peerDependencies })
    open.push(...names.flatMap((name) => placeOf(packages, place, name) ?? []))
  }
  return found
}

const sha512 = (integrity = '') => {
  const encoded = /sha512-([^ ]+)/.exec(integrity)?.[1]
  return encoded === undefined
    ? []
    : [{ alg: 'SHA-512' as const, content: Buffer.from(encoded, 'base64').toString('hex') }]
}

function modelComponents(): Component[] {
  return readdirSync(join(root, 'models')).flatMap((id) => {
    const graph = join(root, 'models', id, 'model.onnx')
    if (!existsSync(graph)) return []
    const { version, licence } = read(`models/${id}/model.json`)
    const content = createHash('sha256').update(readFileSync(graph)).digest('hex')
    return {
      type: 'machine-learning-model' as const,
      'bom-ref': `model:${id}@${version}`,
      name: id,
      version,
      scope: 'required' as const,
      licenses: [{ license: { name: licence } }],
      hashes: [{ alg: 'SHA-256' as const, content }],
    }
  })
}

/** The bill of materials as an object of CycloneDX 1.6. */
export function makeSbom() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const packages: Readonly<Record<string, Locked>> = JSON.parse(lock.toString()).packages
  const shipped = shippedPlaces(packages)
  const components = new Map<string, Component>()
  const dependencies = new Map<string, Set<string>>()
  for (const [place, locked] of Object.entries(packages)) {
    if (place === '') continue
    const purl = purlOf(nameOf(place), locked.version)
    const required = shipped.has(place) || components.get(purl)?.scope === 'required'
    components.set(purl, {
      type: 'library',
      'bom-ref': purl,
      name: nameOf(place),
      version: locked.version,
      purl,
      scope: required ? 'required' : 'excluded',
      licenses: locked.license === undefined ? [] : [{ expression: locked.license }],
      hashes: sha512(locked.integrity),
    })
    const needs = dependencies.get(purl) ?? new Set<string>()
    for (const name of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) {
      const found = placeOf(packages, place, name)
      const version = found === undefined ? undefined : packages[found]?.version
      if (version !== undefined) needs.add(purlOf(name, version))
    }
    dependencies.set(purl, needs)
  }
  const { name, version, license } = read('package.json')
  const digest = createHash('sha256').update(lock).digest('hex')
  const uuid = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ]
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid.join('-')}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `${name}@${version}`,
        name,
        version,
        licenses: [{ expression: license }],
      },
    },
    components: [...components.values(), ...modelComponents()],
    dependencies: [...dependencies].map(([ref, needs]) => ({ ref, dependsOn: [...needs].toSorted() })),
  }
}

/** Names, versions, licences and their texts of every installed package that is shipped. */
export function licenceTexts(components: readonly Component[]): string {
  const shipped = components.filter(({ type, scope }) => type === 'library' && scope === 'required')
  const sections = shipped.map(({ name, version, licenses: [licence] }) => {
    const folder = join(root, 'node_modules', name)
    const files = existsSync(folder)
      ? readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying|third)/i.test(file))
      : []
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
    const title = `${name} ${version} – ${licence && 'expression' in licence ? licence.expression : 'unknown'}`
    return [
      title,
      '='.repeat(title.length),
      ...(texts.length > 0 ? texts : ['(The package brings no licence text.)']),
    ].join('\n\n')
  })
  return `${sections.join('\n\n\n')}\n`
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? 'out')
  mkdirSync(folder, { recursive: true })
  const sbom = makeSbom()
  writeFileSync(join(folder, 'firstlook.cdx.json'), `${JSON.stringify(sbom, undefined, 2)}\n`)
  writeFileSync(join(folder, 'licences.txt'), licenceTexts(sbom.components))
  console.log(
    `${sbom.components.length} components, ${sbom.components.filter(({ scope }) => scope === 'required').length} of them shipped`,
  )
}
