import { describe, expect, it } from 'vitest'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { type Channel, droppedRequest, requests } from '#shared/contract.ts'
import { errorKinds, TriageError } from '#shared/errors.ts'
import { answer } from './answer.ts'

const ours = { ours: true, frame: { url: 'app://firstlook/index.html', parent: null } }
const channels = [
  ...(Object.keys(requests) as Channel[]).map((channel) => [channel, requests[channel][0]] as const),
  [droppedRequest.channel, droppedRequest.input] as const,
]
/** 10,000 a channel are run by `FIRSTLOOK_FUZZ=10000 npx vitest run src/main/ipc`. */
const count = Number(process.env['FIRSTLOOK_FUZZ'] ?? 150)
const anything = {
  parse: (value: unknown) => value,
  safeParse: (data: unknown) => ({ success: true as const, data }),
}
const noBug = (error: unknown): void => {
  throw error
}

/** Values that a page under somebody else's control could send; what structured clone would refuse comes too. */
function makeValues(seed: number): () => unknown {
  const { integer } = seededRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[integer() % items.length] as T
  const keys = [
    'studyId',
    'imageId',
    'jobId',
    'frame',
    'limit',
    'after',
    'filter',
    'sort',
    'action',
    'key',
    'value',
    'rules',
    'modelId',
    'sha256',
    'label',
    'name',
    'manifest',
    'request',
    'svg',
    'verdict',
    'marks',
    'comment',
    'role',
    'what',
    'maxSide',
    '__proto__',
    'constructor',
    'toString',
    'path',
    '',
  ]
  const leaves: (() => unknown)[] = [
    () => undefined,
    () => null,
    () => integer() % 5,
    () => -(integer() % 1_000),
    () => integer() / 7,
    () => pick([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0, 1e308]),
    () =>
      pick([
        '',
        'files',
        'folder',
        'cancel',
        'reader',
        '../../etc/passwd',
        'a'.repeat(5_000),
        '\u0000',
        '\ud800',
        '<img src=x onerror=alert(1)>',
        'a'.repeat(64),
        '1',
      ]),
    () => integer() % 2 === 0,
    () => BigInt(integer()),
    () => Symbol('s'),
    () => () => 1,
    () => new Uint8Array(integer() % 64),
    () => new Date(Number.NaN),
    () => new Map([[1, 2]]),
    () => Object.create(null),
  ]
  const make = (depth: number): unknown => {
    const kind = integer() % (depth > 3 ? 4 : 8)
    if (kind < 4) return pick(leaves)()
    if (kind === 4) return Array.from({ length: integer() % 4 }, () => make(depth + 1))
    const entries = Array.from({ length: integer() % 6 }, () => [pick(keys), make(depth + 1)] as const)
    return Object.fromEntries(entries)
  }
  return () => make(0)
}

describe.each(channels)('%s', (channel, input) => {
  it('answers whatever comes with an envelope, and lets only what fits through', async () => {
    const next = makeValues(channel.length * 7_919 + channel.charCodeAt(0))
    const outcomes = new Set<string>()
    for (let i = 0; i < count; i += 1) {
      const args = i % 20 === 0 ? [next(), next()] : [next()]
      const run = (value: unknown) => {
        expect(args).toHaveLength(1)
        // What is let through passes the door a second time unchanged.
        expect(input.parse(value)).toEqual(value)
        return value
      }
      const envelope = await answer({ input, output: anything, run }, ours, args, noBug)
      outcomes.add(envelope.ok ? 'ok' : envelope.failure.kind)
      outcomes.add(envelope.ok || envelope.failure.message.length < 300 ? 'ok' : 'a long message')
    }
    expect([...outcomes].filter((outcome) => !['ok', 'bad-argument', 'refused'].includes(outcome))).toEqual([])
  })
})

describe('an answer', () => {
  const request = { input: requests['study:get'][0], output: anything, run: () => 'ran' }
  const refused = { ok: false, failure: { kind: 'refused', stage: 'door' } }

  it('is given to the window and to nobody else', async () => {
    const never = { ...request, run: () => expect.unreachable() }
    const senders = [
      { ours: false, frame: ours.frame },
      { ours: true, frame: null },
      { ours: true, frame: { url: 'about:blank', parent: null } },
      { ours: true, frame: { url: '', parent: null } },
      { ours: true, frame: { url: 'app://firstlook/index.html', parent: {} } },
    ]
    for (const sender of senders) {
      expect(await answer(never, sender, [{ studyId: 1 }], noBug)).toMatchObject(refused)
    }
    expect(await answer(request, ours, [{ studyId: 1 }], noBug)).toEqual({ ok: true, value: 'ran' })
  })

  it('names the field that does not fit, and not its value', async () => {
    const envelope = await answer(request, ours, [{ studyId: 'Doe^Jane' }], noBug)
    expect(envelope).toMatchObject({ ok: false, failure: { kind: 'bad-argument' } })
    expect(JSON.stringify(envelope)).toContain('studyId')
    expect(JSON.stringify(envelope)).not.toContain('Doe')
  })

  it('carries an expected failure as it is', async () => {
    const run = () => {
      throw new TriageError('not-found', 'Expected a study of that id; there is none.', 'store')
    }
    const failure = { kind: 'not-found', message: 'Expected a study of that id; there is none.', stage: 'store' }
    expect(await answer({ ...request, run }, ours, [{ studyId: 1 }], noBug)).toEqual({
      ok: false,
      failure,
    })
  })

  it('hides a bug from the window and tells it to the log', async () => {
    const bugs: unknown[] = []
    const bug = new Error('Doe^Jane at /home/somebody')
    const run = () => Promise.reject(bug)
    const envelope = await answer({ ...request, run }, ours, [{ studyId: 1 }], (error) => bugs.push(error))
    expect(envelope).toMatchObject({ ok: false, failure: { kind: 'crashed' } })
    expect(JSON.stringify(envelope)).not.toMatch(/Doe|home/)
    expect(bugs).toEqual([bug])
  })

  it('leaves out what the wall does not name', async () => {
    const output = requests['intake:samples'][1]
    const run = () => ({ jobId: 1, path: '/home/somebody' })
    const envelope = await answer({ input: requests['intake:samples'][0], output, run }, ours, [], noBug)
    expect(envelope).toEqual({ ok: true, value: { jobId: 1 } })
  })

  it('uses a kind of the closed list', () => expect(errorKinds).toContain('refused'))
})
