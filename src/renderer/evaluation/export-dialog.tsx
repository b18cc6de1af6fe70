import { Dialog } from '#renderer/parts/dialog.tsx'
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Export" onClose={onClose}>
      …
    </Dialog>
  )
}
