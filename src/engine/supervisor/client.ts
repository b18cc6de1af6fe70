import type { Client, RoleMethods } from '#engine/protocol.ts'

/** A role's methods as ordinary async functions, each call sent by `call`. */
export function clientOf<Methods extends RoleMethods>(
  call: (method: string, input: unknown) => Promise<unknown>,
): Client<Methods> {
  // The proxy answers for every name; the type says which names the role has.
  return new Proxy({} as Client<Methods>, {
    get: (_, method) => (input: unknown) => (typeof method === 'string' ? call(method, input) : undefined),
  })
}
