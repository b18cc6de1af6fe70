import type { Channel, ReplyOf, RequestOf } from '#shared/contract.ts'

/** The code behind each channel of the wall. */
export type Handlers = {
  readonly [C in Channel]: (input: RequestOf<C>) => ReplyOf<C> | Promise<ReplyOf<C>>
}
