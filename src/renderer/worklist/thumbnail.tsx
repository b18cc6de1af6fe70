import { useEffect, useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'

/** A row that is gone again so soon asks for no picture: the list was running past. */
const staysMs = 120

/** A small picture of a study's first image; nothing of a model is drawn on it. */
export function Thumbnail({ imageId }: { readonly imageId: number | undefined }) {
  const [stays, setStays] = useState(false)
  const [lost, setLost] = useState(0)
  const { data, error } = useAnswer(
    'image:preview',
    { imageId: imageId ?? 1, maxSide: 128 },
    { enabled: imageId !== undefined && stays, staleTime: Infinity, gcTime: 60_000 },
  )
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), staysMs)
    return () => clearTimeout(timer)
  }, [])
  if (error || lost > 1) return <span className="thumbnail thumbnail-none">–</span>
  if (!data) return <span className="thumbnail" />
  return <img className="thumbnail" alt="" decoding="async" src={data.asset} onError={() => setLost(lost + 1)} />
}
