import { setImmediate as breathe } from 'node:timers/promises'

type Page<Row, Key> = { readonly rows: readonly Row[]; readonly next?: Key | undefined }

/** Every row of a list that is read page by page; others are served in between. */
export async function* everyRow<Row, Key>(read: (after: Key | undefined) => Page<Row, Key>): AsyncGenerator<Row> {
  let after: Key | undefined
  do {
    const page: Page<Row, Key> = read(after)
    yield* page.rows
    after = page.next
    await breathe()
  } while (after !== undefined)
}
