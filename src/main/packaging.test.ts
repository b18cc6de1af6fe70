import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

type Builder = {
  readonly files: readonly string[]
  readonly extraResources: readonly {
    readonly from: string
    readonly to: string
    readonly filter?: readonly string[]
  }[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly fileAssociations: readonly { readonly ext: readonly string[] }[]
  readonly linux: { readonly desktop: { readonly entry: { readonly MimeType: string } } }
  readonly mac: {
    readonly extendInfo: {
      readonly CFBundleDocumentTypes: readonly { readonly LSItemContentTypes: readonly string[] }[]
    }
  }
  readonly asar: boolean
  readonly publish: unknown
}
const builder = read('electron-builder.json') as Builder
const manifest = read('package.json') as { main: string; devDependencies: Record<string, string> }

describe('the packaged app', () => {
  it('has the fuses of a hardened Electron', () => {
    expect(builder.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(builder.asar).toBe(true)
  })

  it('holds what was built and nothing of the sources, the tests or the trainings', () => {
    expect(builder.files).toEqual(['out/**', 'package.json', '!**/*.map'])
    expect(builder.extraResources.map(({ from }) => from)).toEqual(['package.json', 'models', 'fixtures/samples'])
    expect(builder.extraResources[1]?.filter).toEqual([
      '*/model.onnx',
      '*/model.json',
      '*/CARD.md',
      '*/golden*',
      '*/reliability*',
    ])
    expect(manifest.main.startsWith('out/')).toBe(true)
    for (const { from, to } of builder.extraResources) {
      // The program finds its models and samples beside a package.json above itself, packaged or not.
      expect(to).toBe(from)
      expect(existsSync(join(root, from))).toBe(true)
    }
  })

  it('opens DICOM files, and DICOMDIR where a desktop tells a file by its content', () => {
    expect(builder.fileAssociations.flatMap(({ ext }) => ext)).toContain('dcm')
    expect(builder.linux.desktop.entry.MimeType).toContain('application/dicom')
    expect(builder.mac.extendInfo.CFBundleDocumentTypes[0]?.LSItemContentTypes).toContain('org.nema.dicom')
  })

  it('publishes nowhere and updates itself from nowhere', () => expect(builder.publish).toBeNull())

  it('is built on an Electron no older than the major before the newest of the release', () => {
    expect(Number(manifest.devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(44)
  })
})

describe('the checklist of Electron’s security page', () => {
  const page = readFileSync(join(root, 'docs/electron.md'), 'utf8')
  const rows = page
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

  it('is answered item by item', () => {
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(rows.flat().filter((cell) => cell === '')).toEqual([])
  })

  it('names tests that exist', () => {
    const named = [...page.matchAll(/`((?:src|e2e)\/[^`]+\.(?:test|spec)\.ts)`/g)].map(([, path]) => path ?? '')
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
