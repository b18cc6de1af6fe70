import { useSyncExternalStore } from 'react'
import type { ModelProposal } from '#shared/models.ts'

let proposal: ModelProposal | undefined
const listeners = new Set<() => void>()

/** A model that waits for a person's check: chosen in a dialog, or dropped while another screen was open. */
export function setProposal(next: ModelProposal | undefined): void {
  proposal = next
  for (const listener of listeners) listener()
}

export function useProposal(): ModelProposal | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => proposal,
  )
}
