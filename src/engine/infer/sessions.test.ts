import { afterAll, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'
import { openSessions } from './sessions.ts'

const scratch = scratchFolder()
afterAll(() => scratch[Symbol.dispose]())
const options = { device: 'cpu', threads: 1 } as const

it('keeps the sessions used last and closes the one used longest ago', async () => {
  const sessions = openSessions()
  const paths = Array.from({ length: 9 }, (_, i) => writeTinyModel(scratch.at(`model-${i}`)))
  const [first = '', second = ''] = paths
  const opened = []
  for (const path of paths.slice(0, 8)) opened.push(await sessions.session(path, options))
  expect(await sessions.session(first, options)).toBe(opened[0])
  await sessions.session(paths.at(-1) ?? '', options)
  expect(await sessions.session(first, options)).toBe(opened[0])
  expect(await sessions.session(second, options)).not.toBe(opened[1])
})

it('opens a model anew after it was forgotten, and does not keep one that failed', async () => {
  const sessions = openSessions()
  const path = writeTinyModel(scratch.at('forgotten'))
  const before = await sessions.session(path, options)
  await sessions.forget(path)
  expect(await sessions.session(path, options)).not.toBe(before)
  const broken = writeTinyModel(scratch.at('broken'), {
    graph: { nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['logits'] }], inputs: [], outputs: [] },
  })
  await expect(sessions.session(broken, options)).rejects.toMatchObject({ kind: 'bad-model' })
  await expect(sessions.session(broken, options)).rejects.toMatchObject({ kind: 'bad-model' })
})
