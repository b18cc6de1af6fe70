import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { concurrently } from './concurrently.ts'
import { inBatches } from './in-batches.ts'
import { oneByOneIfNeeded } from './one-by-one.ts'
import { TriageError } from '#shared/errors.ts'

async function* numbers(count: number, everyMs = 0): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) {
    if (everyMs) await wait(everyMs)
    yield i
  }
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of source) all.push(item)
  return all
}

describe('concurrently', () => {
  it('gives every result once and never runs wider than asked', async () => {
    let running = 0
    let widest = 0
    const work = async (n: number): Promise<number> => {
      widest = Math.max(widest, ++running)
      await wait(n % 3)
      running--
      return n
    }
    const results = await collect(concurrently(numbers(50), 4, work))
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(widest).toBe(4)
  })

  it('takes no more from the source than it has room for', async () => {
    let taken = 0
    async function* source(): AsyncGenerator<number> {
      for (;;) yield taken++
    }
    const results = concurrently(source(), 3, (n) => Promise.resolve(n))
    await results.next()
    await wait(5)
    expect(taken).toBeLessThanOrEqual(4)
    await results.return(undefined)
  })

  it('passes on the first error', async () => {
    const failing = concurrently(numbers(5), 2, (n) =>
      n === 3 ? Promise.reject(new Error('three')) : Promise.resolve(n),
    )
    await expect(collect(failing)).rejects.toThrow('three')
  })
})

describe('inBatches', () => {
  it('fills batches and gives the rest at the end', async () => {
    expect((await collect(inBatches(numbers(10), 4, 1_000))).map((batch) => batch.length)).toEqual([4, 4, 2])
  })

  it('does not hold an item back for longer than asked', async () => {
    const batches = await collect(inBatches(numbers(4, 60), 100, 20))
    expect(batches.length).toBeGreaterThan(1)
    expect(batches.flat()).toEqual([0, 1, 2, 3])
  })
})

describe('oneByOneIfNeeded', () => {
  it('finds the culprit of a batch that died, and keeps the others', async () => {
    const work = (items: readonly number[]): Promise<string[]> =>
      items.includes(2) ? Promise.reject(new TriageError('crashed', 'died', 'run')) : Promise.resolve(items.map(String))
    const results = await oneByOneIfNeeded([1, 2, 3], work, (_, failure) => failure.kind)
    expect(results).toEqual(['1', 'crashed', '3'])
  })

  it('does not take a cancellation or a bug for a bad item', async () => {
    const cancelled = (): Promise<never> => Promise.reject(new TriageError('cancelled', 'stopped', 'run'))
    await expect(oneByOneIfNeeded([1, 2], cancelled, () => 'x')).rejects.toMatchObject({ kind: 'cancelled' })
    const bug = (): Promise<never> => Promise.reject(new TypeError('bug'))
    await expect(oneByOneIfNeeded([1], bug, () => 'x')).rejects.toThrow(TypeError)
  })
})
