import { useAnswer } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { overlayWords } from '#renderer/overlays/words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { Dialog } from '#renderer/parts/dialog.tsx'
import type { StoredImage } from '#shared/study.ts'

type Props = { readonly image: StoredImage; readonly modelId: string; readonly onClose: () => void }

/** The tensor as a picture beside the scan, with the part of the scan that reached it drawn in. */
export function NetworkViewDialog({ image, modelId, onClose }: Props) {
  const t = useWords(overlayWords)
  const view = useAnswer('image:network-view', { imageId: image.id, modelId }, { staleTime: 60_000 })
  const scan = useAnswer('image:preview', { imageId: image.id, maxSide: 1_024 }, { staleTime: 60_000 })
  const { rows, columns } = image.header.image
  return (
    <Dialog title={`${t('networkView')}: ${modelId}`} size="xl" onClose={onClose}>
      <Answer answer={view}>
        {({ asset, width, height, region: [x, y, w, h] }) => (
          <div className="seen-by-network">
            <figure>
              <div className="scan">
                {scan.data && <img src={scan.data.asset} alt={t('region')} />}
                <svg viewBox={`0 0 ${columns} ${rows}`} preserveAspectRatio="none" aria-hidden="true">
                  <rect x={x} y={y} width={w} height={h} />
                </svg>
              </div>
              <figcaption>{t('region')}</figcaption>
            </figure>
            <figure>
              <img className="tensor" src={asset} alt={t('networkView')} />
              <figcaption className="number">
                {width} × {height}
              </figcaption>
            </figure>
          </div>
        )}
      </Answer>
    </Dialog>
  )
}
