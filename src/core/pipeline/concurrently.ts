/**
 * Runs `work` on the items that `source` yields, at most `width` at a time, and yields results as they come, in no order.
 * No more is taken from the source than there is room for: that is the back-pressure that keeps memory flat.
 */
export async function* concurrently<In, Out>(
  source: AsyncIterable<In>,
  width: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const running = new Set<Promise<{ readonly result: Out; readonly self: Promise<unknown> }>>()
  const items = source[Symbol.asyncIterator]()
  let exhausted = false
  try {
    while (true) {
      while (!exhausted && running.size < width) {
        const next = await items.next()
        if (next.done) exhausted = true
        else {
          const self: Promise<{ result: Out; self: Promise<unknown> }> = work(next.value).then((result) => ({
            result,
            self,
          }))
          running.add(self)
        }
      }
      if (running.size === 0) return
      const first = await Promise.race(running)
      running.delete(first.self as never)
      yield first.result
    }
  } finally {
    await items.return?.()
    await Promise.allSettled(running)
  }
}
