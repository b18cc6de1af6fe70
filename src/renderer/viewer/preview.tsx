import { useAnswer } from '#renderer/bridge.ts'

/** The image in display size until its full resolution is there; nothing where there is no preview. */
export function Preview({ imageId, name }: { readonly imageId: number; readonly name: string }) {
  const preview = useAnswer('image:preview', { imageId, maxSide: 1_024 }, { staleTime: 60_000 })
  if (!preview.data) return <p className="viewport-trouble quiet">{name}</p>
  return <img className="preview" src={preview.data.asset} alt={name} data-preview={imageId} />
}
