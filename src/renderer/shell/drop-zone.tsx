import { useEffect, useState } from 'react'
import { importDropped } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { tell } from './notices.ts'
import { shellWords } from './words.ts'

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Files may be dropped anywhere on the window. */
export function DropZone() {
  const t = useWords(shellWords)
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const hover = (event: DragEvent) => event.preventDefault()
    const drop = (event: DragEvent) => {
      event.preventDefault()
      depth = 0
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) importDropped(files).catch((error: Error) => tell({ tone: 'trouble', error }))
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop }
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener)
    }
  }, [])
  if (!over) return null
  return (
    <div className="drop-zone" aria-hidden="true">
      <p>{t('dropHere')}</p>
      <p className="quiet">{t('dropMeaning')}</p>
    </div>
  )
}
