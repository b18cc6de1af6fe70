import type { Failure } from '#shared/errors.ts'

/** The three kinds of worker process. */
export const roles = ['decode', 'infer', 'store'] as const
export type RoleName = (typeof roles)[number]

/** What a door sends to a worker. */
export type RequestMessage = { readonly id: number; readonly method: string; readonly input: unknown }

/** What a worker sends back: first that it is ready, then one reply a request. */
export type ReplyMessage =
  | { readonly ready: true }
  | { readonly ready: false; readonly failure: Failure }
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure }
  /** A bug in the worker: its own message, for the log; it carries no data of a file. */
  | { readonly id: number; readonly ok: false; readonly bug: string }

/** The methods of a role: one input, one result. */
// A role's methods differ in their types; the constraint only says that they are functions of one argument.
// oxlint-disable-next-line typescript/no-explicit-any
export type RoleMethods = Record<string, (input: any) => unknown>

/** A role as a door sees it, on the other side of the process boundary. */
export type Client<Methods extends RoleMethods> = {
  readonly [Name in keyof Methods]: (...input: Parameters<Methods[Name]>) => Promise<Awaited<ReturnType<Methods[Name]>>>
}

/** What a worker is told on its command line, as JSON. */
export type WorkerOptions = {
  readonly role: RoleName
  /** The data folder, for the roles that read or write it. */
  readonly dataFolder?: string
  readonly appVersion: string
  /** Who asks: stands in the audit trail where no reader is named. */
  readonly door?: Door
}

/** The desktop window or the command line. */
export type Door = 'app' | 'cli'
