import { isTriageError } from '#shared/errors.ts'
import { type Store, toStoreError } from '#core/store/index.ts'
import type { RoleMethods } from '#engine/protocol.ts'

/** The store in use; a restored backup takes its place. */
export type Holder = { store: Store }

/** Methods whose errors of the database come out as expected failures. */
export function guarded<Methods extends RoleMethods>(methods: Methods): Methods {
  const entries = Object.entries(methods).map(([name, method]) => [name, guard(method)])
  return Object.fromEntries(entries) as Methods
}

function guard(method: RoleMethods[string]): RoleMethods[string] {
  return (input) => {
    try {
      const result: unknown = method(input)
      return result instanceof Promise ? result.catch(rethrow) : result
    } catch (error) {
      return rethrow(error)
    }
  }
}

function rethrow(error: unknown): never {
  throw isTriageError(error) ? error : toStoreError(error)
}
