import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { expect, specAppFolder, test } from './spec-app.ts'

test('a utility process talks through its parent port, knows its arguments, and ends with a code', async ({
  electron,
}) => {
  const child = join(specAppFolder, 'child.js')
  const log = await electron.evaluate(
    async ({ utilityProcess }, [entry, cwd]) => {
      const noted: unknown[] = []
      const started = utilityProcess.fork(entry ?? '', ['an argument'], { cwd: cwd ?? '', env: {}, stdio: 'ignore' })
      noted.push(started.pid)
      const next = () => new Promise<unknown>((resolve) => started.once('message', resolve))
      noted.push(await next())
      noted.push(typeof started.pid)
      started.postMessage({ data: new Uint16Array([1, 65_535]) })
      const { data } = (await next()) as { data: Uint16Array }
      noted.push(Object.prototype.toString.call(data) + [...data])
      const ended = new Promise((resolve) => started.once('exit', resolve))
      started.postMessage('end')
      noted.push(await ended, started.pid)
      return noted
    },
    [child, tmpdir()],
  )
  expect(log).toEqual([
    undefined,
    { args: ['an argument'], cwd: tmpdir(), secret: undefined },
    'number',
    '[object Uint16Array]1,65535',
    7,
    undefined,
  ])
})
