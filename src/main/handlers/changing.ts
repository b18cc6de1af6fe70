import type { Shell } from '#main/shell.ts'

/** A request that may change the worklist: the list is looked at again once it is answered. */
export const changing =
  ({ list }: Pick<Shell, 'list'>) =>
  <I, O>(change: (input: I) => Promise<O>) =>
  async (input: I): Promise<O> => {
    const outcome = await change(input)
    void list.look()
    return outcome
  }
