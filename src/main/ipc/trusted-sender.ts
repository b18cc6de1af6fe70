import { mayNavigate } from '#main/security/may-navigate.ts'

/** What is known of who sent a request. */
export type Sender = {
  /** The window's contents are one of ours. */
  readonly ours: boolean
  /** `null` when the frame is gone. */
  readonly frame: { readonly url: string; readonly parent: unknown } | null
}

/** Whether a request comes from the main frame of our window, which shows our own page. */
export function isTrustedSender({ ours, frame }: Sender): boolean {
  return ours && frame !== null && frame.parent === null && mayNavigate(frame.url)
}
