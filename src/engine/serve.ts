import { isTriageError } from '#shared/errors.ts'
import type { ParentPort } from './parent-port.ts'
import type { RequestMessage, RoleMethods } from './protocol.ts'

/** Answers requests with the role's methods, until the process ends. Expected failures cross as values; bugs as their message. */
export function serve(port: ParentPort, methods: RoleMethods): void {
  port.onRequest((request) => void answer(port, methods, request))
  port.post({ ready: true })
}

async function answer(port: ParentPort, methods: RoleMethods, { id, method, input }: RequestMessage): Promise<void> {
  try {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (!run) throw new Error(`no method ${method}`)
    port.post({ id, ok: true, value: await run(input) })
  } catch (error) {
    if (isTriageError(error)) return port.post({ id, ok: false, failure: error.toFailure() })
    port.post({ id, ok: false, bug: error instanceof Error ? firstLines(error) : 'a thrown value that is no error' })
  }
}

/** Where it happened: messages of libraries may quote a file's content and are left out unless a developer asks; stack frames do not. */
function firstLines(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  const message = process.env['FIRSTLOOK_DEBUG'] ? [error.message] : []
  return [error.name, ...message, ...frames.slice(0, 6)].join('\n')
}
