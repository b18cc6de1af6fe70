import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { useAdoptSettings } from '#renderer/shell/app-state.ts'
import { tell } from '#renderer/shell/notices.ts'
import { overlayWords } from './words.ts'

/** Where a GPU was asked for and refused: a person may let the CPU do it, and what failed is tried again. */
export function AllowCpu() {
  const t = useWords(overlayWords)
  const client = useQueryClient()
  const adopt = useAdoptSettings()
  const [error, setError] = useState<Error>()
  const allow = async () => {
    try {
      adopt(await ask('settings:set', { key: 'device', value: 'auto' }))
      const jobs = await ask('job:list', undefined)
      for (const { id, counts } of jobs) {
        if (counts.failed > 0) await ask('job:control', { jobId: id, action: 'retry' })
      }
      await client.invalidateQueries({ queryKey: ['study:get'] })
      tell({ tone: 'information', text: t('allowedCpu') })
    } catch (refusal) {
      setError(refusal as Error)
    }
  }
  return (
    <>
      <br />
      <button type="button" onClick={() => void allow()}>
        {t('allowCpu')}
      </button>
      {error && <Trouble error={error} />}
    </>
  )
}
