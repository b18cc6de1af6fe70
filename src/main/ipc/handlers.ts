import type { Channel, ReplyOf, RequestOf } from '#shared/contract.ts'

/** A reply of nothing may come from code that returns nothing. */
type Outcome<T> = undefined extends T ? T | void : T

/** The code behind each channel of the wall. */
export type Handlers = {
  readonly [C in Channel]: (input: RequestOf<C>) => Outcome<ReplyOf<C>> | Promise<Outcome<ReplyOf<C>>>
}
