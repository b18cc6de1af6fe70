import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

/** The list. */
export function worklistHandlers({
  engine: { store },
}: Shell): Pick<Handlers, 'worklist:list' | 'worklist:preview-rules'> {
  return { 'worklist:list': store.worklistList, 'worklist:preview-rules': store.worklistPreviewRules }
}
