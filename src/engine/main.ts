import { flushCompileCache } from 'node:module'
import { isTriageError } from '#shared/errors.ts'
import { openParentPort } from './parent-port.ts'
import type { RoleMethods, WorkerOptions } from './protocol.ts'
import { serve } from './serve.ts'

// Files that a worker writes are its user's alone.
process.umask(0o077)

const options = JSON.parse(process.argv.at(-1) ?? '{}') as WorkerOptions
const port = openParentPort()
try {
  serve(port, await methodsOf(options))
  // A worker is ended by a signal, which leaves no time for it.
  flushCompileCache()
} catch (error) {
  if (!isTriageError(error)) throw error
  port.post({ ready: false, failure: error.toFailure() })
}

/** Loads one role and nothing of the others: each process holds one kind of native code. */
async function methodsOf(options: WorkerOptions): Promise<RoleMethods> {
  switch (options.role) {
    case 'decode':
      return (await import('./decode/methods.ts')).decodeMethods(options)
    case 'infer':
      return (await import('./infer/methods.ts')).inferMethods()
    case 'store':
      return (await import('./store/methods.ts')).storeMethods(options)
  }
}
