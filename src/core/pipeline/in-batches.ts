/** Groups what `source` yields into batches of `size`, or fewer when `waitMs` has passed since the first of a batch came. */
export async function* inBatches<T>(
  source: AsyncIterable<T>,
  size: number,
  waitMs: number,
): AsyncGenerator<readonly T[]> {
  const items = source[Symbol.asyncIterator]()
  let batch: T[] = []
  let next = items.next()
  let deadline: Promise<'late'> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    while (true) {
      const arrived = await (deadline ? Promise.race([next, deadline]) : next)
      const ended = arrived !== 'late' && arrived.done === true
      if (arrived !== 'late' && !arrived.done) {
        batch.push(arrived.value)
        next = items.next()
        deadline ??= new Promise((resolve) => {
          timer = setTimeout(() => resolve('late'), waitMs)
        })
      }
      if (batch.length > 0 && (ended || arrived === 'late' || batch.length >= size)) {
        clearTimeout(timer)
        deadline = undefined
        yield batch
        batch = []
      } else if (arrived === 'late') {
        deadline = undefined
      }
      if (ended) return
    }
  } finally {
    clearTimeout(timer)
    await items.return?.()
  }
}
