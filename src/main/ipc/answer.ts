import type { Envelope } from '#shared/contract.ts'
import { isTriageError, TriageError } from '#shared/errors.ts'
import { isTrustedSender, type Sender } from './trusted-sender.ts'

type Issue = { readonly code: string; readonly path: readonly PropertyKey[] }

/** A schema of the wall, as far as it is used here. */
type Schema = {
  parse(value: unknown): unknown
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } }
}

/** A request's schemas and the code that answers it. */
export type Request = {
  readonly input: Schema
  readonly output: Schema
  readonly run: (input: unknown) => unknown
}

export type OnBug = (error: unknown) => void

/**
 * The one way from a window to the code behind it: the sender is ours, there is one argument that fits the schema, the
 * code runs, and its value fits the schema too. Nothing is thrown: every outcome is an envelope.
 */
export async function answer(
  request: Request,
  sender: Sender,
  args: readonly unknown[],
  onBug: OnBug,
): Promise<Envelope<unknown>> {
  try {
    if (!isTrustedSender(sender)) throw refused('Expected a request of the window itself; another page sent it.')
    if (args.length > 1) throw refused('Expected one argument; more came.')
    const input = request.input.safeParse(args[0])
    if (!input.success) throw badArgument(input.error)
    // What leaves is what the wall names: a field that is not on its page stays here.
    return { ok: true, value: request.output.parse(await request.run(input.data)) }
  } catch (error) {
    if (isTriageError(error)) return { ok: false, failure: error.toFailure() }
    onBug(error)
    const failure = new TriageError('crashed', 'Expected an answer; the program met an error of its own.', 'door')
    return { ok: false, failure: failure.toFailure() }
  }
}

const refused = (message: string): TriageError => new TriageError('refused', message, 'door')

/** Names the field and what is wrong with it, never its value. */
function badArgument({ issues }: { readonly issues: readonly Issue[] }): TriageError {
  const first = issues[0]
  const field = first?.path.map(String).join('.').slice(0, 80) || 'the argument'
  return new TriageError(
    'bad-argument',
    `Expected another value of ${field}; the one that came is ${first?.code ?? 'invalid'}.`,
    'door',
  )
}
