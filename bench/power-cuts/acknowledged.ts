/** What the store said was done: a power cut right after it must not undo it. */
export type Acknowledged =
  | { readonly job: number }
  | { readonly item: number; readonly outcome: string }
  | { readonly analysis: number; readonly state: string }
