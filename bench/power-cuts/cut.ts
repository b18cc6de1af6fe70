import { seededRandom } from '#fixtures/seeded-random.ts'
import { Drive } from './drive.ts'
import { judgeFolder, layOut } from './judge-folder.ts'
import type { Recording } from './record-import.ts'

export type Cut = {
  readonly at: number
  readonly loss: number
  readonly promised: number
  readonly problems: readonly string[]
}

/**
 * Cuts the power at so many moments of a recorded import – half of them right after the store said that something was
 * done – and looks at what is left each time. `ignoresSync` makes a drive that lies.
 */
export async function* cutPower(
  { events, dataFolder }: Recording,
  cuts: number,
  seed: number,
  ignoresSync?: (path: string) => boolean,
): AsyncGenerator<Cut> {
  const random = seededRandom(seed)
  const pick = (count: number) => random.integer() % count
  const answers = events.flatMap(({ kind }, i) => (kind === 'acknowledged' ? [i + 1] : []))
  const moments = Array.from({ length: cuts }, (_, i) =>
    i % 2 === 0 ? pick(events.length) + 1 : (answers[pick(answers.length)] ?? events.length),
  ).sort((a, b) => a - b)
  const drive = new Drive(ignoresSync)
  let done = 0
  for (const at of moments) {
    for (const event of events.slice(done, at)) drive.follow(event)
    done = at
    const loss = random.between(0.1, 1)
    layOut(dataFolder, drive.afterCut(random, loss))
    const promised = events.slice(0, at).flatMap((event) => (event.kind === 'acknowledged' ? [event.what] : []))
    yield { at, loss, promised: promised.length, problems: await judgeFolder(dataFolder, promised) }
  }
}
