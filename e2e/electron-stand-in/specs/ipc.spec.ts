import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type SpecPage, test } from './spec-app.ts'

test('a typed array, a map, undefined and NaN come back as they went', async ({ page }) => {
  const same = await page.evaluate(async () => {
    const { spec } = globalThis as unknown as SpecPage
    const sent = [
      Int16Array.from([-32_768, 0, 32_767]),
      new Float32Array([0.1, -0, Infinity]),
      new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
      new Map([['key', new Set([1n])]]),
      { inner: undefined, $: 'a key of ours' },
      [Number.NaN, -0, undefined, null],
      new Date(0),
      new Error('a message'),
    ]
    const back = await spec.invoke('echo', ...sent)
    const [array, floats, part, map, object, numbers, date, error] = back as [
      Int16Array,
      Float32Array,
      Uint8Array,
      Map<string, Set<bigint>>,
      { readonly $: string },
      unknown[],
      Date,
      Error,
    ]
    const exactly = (value: unknown) => (Object.is(value, -0) ? '-0' : String(value))
    return {
      array: Object.prototype.toString.call(array) + [...array].join(),
      floats: [...floats].map(exactly),
      part: [...part],
      set: [...(map.get('key') ?? [])].map(String),
      object: ['inner' in object, object.$],
      numbers: numbers.map(exactly),
      date: date.getTime(),
      error: error.message,
    }
  })
  expect(same).toEqual({
    array: '[object Int16Array]-32768,0,32767',
    floats: ['0.10000000149011612', '-0', 'Infinity'],
    part: [2, 3],
    set: ['1'],
    object: [true, 'a key of ours'],
    numbers: ['NaN', '-0', 'undefined', 'null'],
    date: 0,
    error: 'a message',
  })
})

test('eight megabytes cross exactly, both ways', async ({ page }) => {
  const wrong = await page.evaluate(async () => {
    const { spec } = globalThis as unknown as SpecPage
    const sent = new Uint16Array(4_000_000)
    for (let i = 0; i < sent.length; i += 1) sent[i] = (i * 40_503) & 0xffff
    const [back] = (await spec.invoke('echo', sent)) as [Uint16Array]
    return back.length === sent.length ? sent.findIndex((value, i) => value !== back[i]) : -2
  })
  expect(wrong).toBe(-1)
})

test('what cannot be cloned is refused, and an error brings its message only', async ({ page }) => {
  const messages = await page.evaluate(async () => {
    const { spec } = globalThis as unknown as SpecPage
    const caught = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error.message)
    return [
      await caught(spec.invoke('echo', () => 1)),
      await caught(spec.invoke('throw')),
      await caught(spec.invoke('nobody')),
    ]
  })
  expect(messages[0]).toContain('could not be cloned')
  expect(messages[1]).toContain('what happened')
  expect(messages[2]).toContain('No handler registered')
})

test('main tells the page what it was not asked', async ({ page }) => {
  const told = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { spec } = globalThis as unknown as SpecPage
        spec.onTold(([value, array]) => resolve([value, [...(array as Uint16Array)]]))
        spec.tell({ of: 'the page' })
      }),
  )
  expect(told).toEqual([{ of: 'the page' }, [1, 65_535]])
})

test('a request tells which frame it came from, by the app’s own URL', async ({ page }) => {
  const frame = await page.evaluate(() => (globalThis as unknown as SpecPage).spec.invoke('frame'))
  expect(frame).toEqual(['spec://host/index.html', true, expect.any(Number)])
})

test('the page cannot change or replace what the preload exposed', async ({ page }) => {
  const outcome = await page.evaluate(() => {
    const own = globalThis as unknown as { spec: { nested: { list: number[] } } }
    const before = own.spec
    try {
      own.spec.nested.list.push(3)
    } catch {
      // Frozen.
    }
    try {
      Object.defineProperty(globalThis, 'spec', { value: 1 })
    } catch {
      // Not configurable.
    }
    return [own.spec === before, own.spec.nested.list.length]
  })
  expect(outcome).toEqual([true, 2])
})

test('a chosen file has its path on the main side; a file that a script made has none', async ({ page, folder }) => {
  const path = join(folder, 'chosen file.dcm')
  writeFileSync(path, 'x')
  await page.locator('#file').setInputFiles(path)
  const paths = await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#file')
    return (globalThis as unknown as SpecPage).spec.paths([...(input?.files ?? []), new File(['y'], 'made.dcm')])
  })
  expect(paths).toEqual([path, ''])
})
