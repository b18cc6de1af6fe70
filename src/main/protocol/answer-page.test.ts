import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { answerPage, type PageSource } from './answer-page.ts'
import { AssetTable } from './asset-table.ts'
import { readPageFiles } from './page-files.ts'

const secret = 'PASSWORDS OF THIS MACHINE'
const tree = mkdtempSync(join(tmpdir(), 'firstlook-pages-'))
const folder = join(tree, 'renderer')
let source: PageSource
let token: string

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(tree, 'renderer-evil'))
  writeFileSync(
    join(folder, 'index.html'),
    '<meta nonce="style-nonce-of-this-start"><style nonce="style-nonce-of-this-start">',
  )
  writeFileSync(join(folder, 'assets/main.js'), 'run()')
  writeFileSync(join(folder, 'assets/notes.txt'), secret)
  for (const name of ['secret.html', 'secret.js', 'renderer-evil/secret.js']) writeFileSync(join(tree, name), secret)
  symlinkSync(join(tree, 'secret.html'), join(folder, 'link.html'))
  symlinkSync(tree, join(folder, 'up'))
  const assets = new AssetTable(1_000)
  token = assets.add({ bytes: Uint8Array.of(1, 2, 3), type: 'application/octet-stream' })
  source = { files: await readPageFiles(folder), assets, styleNonce: 'abc' }
})

afterAll(() => rmSync(tree, { recursive: true, force: true }))

const ask = (url: string, method = 'GET') => answerPage({ url, method }, source)

/** Spellings of a way out of the folder, of a file that is not served, or of somebody else's asset; seeded. */
function* traversals(count: number): Generator<string> {
  const { between, integer } = seededRandom(20_260_901)
  const pick = <T>(items: readonly T[]): T => items[integer() % items.length] as T
  const ups = [
    '..',
    '%2e%2e',
    '.%2e',
    '%2E.',
    '%252e%252e',
    '..%00',
    '%c0%ae%c0%ae',
    '．．',
    '..;',
    'up',
    '....//',
    '.',
  ]
  const slashes = ['/', '\\', '%2f', '%5c', '%2F', '%5C', '//', '%252f', '／', '/./']
  const ends = [
    'secret.html',
    'secret.js',
    'link.html',
    'renderer-evil/secret.js',
    'assets/notes.txt',
    'SECRET.HTML',
    'etc/passwd',
    'C:/x',
    'index.html%00.js',
    'secret.html:$DATA',
    'secret.html.',
    '~',
    '',
  ]
  for (let i = 0; i < count; i += 1) {
    const steps = Array.from({ length: Math.floor(between(1, 7)) }, () => pick(ups) + pick(slashes)).join('')
    const start = pick(['/', '/assets/', '/asset/', `/${token}/`, '//', '/\\', '/index.html/', '/assets/main.js/'])
    yield `app://firstlook${start}${steps}${pick(ends)}${pick(['', '?', '#', '?x=/../secret.html', '%20', '%00'])}`
  }
}

describe('the app’s scheme', () => {
  it('serves the page with its nonce, its policy and no other thing of the start', async () => {
    const response = ask('app://firstlook/index.html')
    expect(await response.text()).toBe('<meta nonce="abc"><style nonce="abc">')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
  })

  it('serves an asset by its token', async () => {
    const response = ask(`app://firstlook/${token}`)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3))
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers nothing but GET', () => expect(ask('app://firstlook/index.html', 'POST').status).toBe(405))

  it('lets out no byte from outside by any of 1,000 spellings, and only what the table has', async () => {
    for (const url of traversals(1_000)) {
      const response = ask(url)
      const text = await response.text()
      const allowed = response.status === 200 ? ['<meta nonce="abc"><style nonce="abc">', 'run()'] : ['']
      expect({ url, allowed: allowed.includes(text) }).toEqual({ url, allowed: true })
    }
  })

  it('goes on serving what it read when a file is swapped for a link', async () => {
    const path = join(folder, 'assets/main.js')
    rmSync(path)
    symlinkSync(join(tree, 'secret.js'), path)
    expect(await ask('app://firstlook/assets/main.js').text()).toBe('run()')
  })

  it('knows no link, no unknown type and no other host', () => {
    for (const url of [
      'app://firstlook/link.html',
      'app://firstlook/assets/notes.txt',
      'app://evil/index.html',
      'app://firstlook/up/secret.html',
    ]) {
      expect({ url, status: ask(url).status }).toEqual({ url, status: 404 })
    }
  })
})

describe('the asset table', () => {
  it('lets the oldest go when it holds more than it may', () => {
    const table = new AssetTable(10)
    const [first, second, third] = [6, 4, 1].map((length) => table.add({ bytes: new Uint8Array(length), type: 'x' }))
    expect(table.get(`/${first}`)).toBeUndefined()
    expect(table.get(`/${second}`)).toBeDefined()
    expect(table.get(`/${third}`)).toBeDefined()
  })

  it('keeps one asset that is larger than the whole', () => {
    const table = new AssetTable(10)
    expect(table.get(`/${table.add({ bytes: new Uint8Array(11), type: 'x' })}`)?.bytes).toHaveLength(11)
  })
})
