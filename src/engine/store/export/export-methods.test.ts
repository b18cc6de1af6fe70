import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import { type ExportJob, exportMethods } from './export-methods.ts'

/** Two different files with one SOPInstanceUID, and another image. */
async function conflictScene() {
  const scene = storeScene()
  await installTiny(scene.store)
  takeIn(scene.store, [{ uid: '2', path: '/one', bytes: 7 }])
  takeIn(scene.store, [{ uid: '2', path: '/other' }])
  takeIn(scene.store, [{ uid: '3', path: '/third' }])
  analyseAll(scene.store, (imageId) => ({ bright: imageId / 4, dark: 0.5 }))
  mkdirSync(join(scene.root, 'keys'), { recursive: true })
  const job = (changes: Partial<ExportJob>): ExportJob => ({
    format: 'csv',
    level: 'image',
    path: join(scene.root, 'out'),
    filter: {},
    identified: true,
    byteOrderMark: false,
    ...changes,
  })
  return Object.assign(scene, {
    job,
    run: (changes: Partial<ExportJob>) => exportMethods(scene).exportRun(job(changes)),
  })
}

describe('an export of different files with one SOPInstanceUID', () => {
  it('has a row and a name of its own for each', async () => {
    using scene = await conflictScene()
    const path = (name: string) => join(scene.root, name)
    for (const format of ['coco', 'yolo', 'jsonl', 'csv'] as const) {
      expect(await scene.run({ format, path: path(format) })).toEqual({ rows: 3 })
    }
    const coco = JSON.parse(readFileSync(path('coco'), 'utf8')) as { images: { file_name: string }[] }
    expect(coco.images.map((image) => image.file_name)).toEqual(['2.dcm', '2-1.dcm', '3.dcm'])
    expect(readdirSync(path('yolo/labels')).toSorted()).toEqual(['2-1.txt', '2.txt', '3.txt'])
    const cells = readFileSync(path('csv'), 'utf8').split('\r\n').slice(1, -1)
    expect(cells.map((line) => line.split(',')[4])).toEqual(['/one', '/other', '/third'])
  })
})

describe('the progress of an export', () => {
  it('is how many images it has come past, and nothing before and after', async () => {
    using scene = await conflictScene()
    const methods = exportMethods(scene)
    const seen: (number | undefined)[] = [methods.exportProgress().read]
    const atEnd = () => seen.push(methods.exportProgress().read)
    const run = methods.exportRun(scene.job({ format: 'jsonl' })).finally(atEnd)
    while (methods.exportProgress().read !== 3) await new Promise((done) => setImmediate(done))
    await run
    expect([...seen, methods.exportProgress().read]).toEqual([undefined, undefined, undefined])
  })
})
