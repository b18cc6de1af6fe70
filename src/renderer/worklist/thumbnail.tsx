import { useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'

type Props = { readonly imageId: number | undefined; readonly waiting: boolean }

/** A small picture of a study's first image; nothing of a model is drawn on it. While the list runs past, it waits. */
export function Thumbnail({ imageId, waiting }: Props) {
  const [lost, setLost] = useState(0)
  const { data, error } = useAnswer(
    'image:preview',
    { imageId: imageId ?? 1, maxSide: 128 },
    { enabled: imageId !== undefined && !waiting, staleTime: Infinity, gcTime: 60_000 },
  )
  if (error || lost > 1) return <span className="thumbnail thumbnail-none">–</span>
  if (!data) return <span className="thumbnail" />
  return <img className="thumbnail" alt="" src={data.asset} onError={() => setLost(lost + 1)} />
}
