import { type ModalityImage, toModalityImage } from '#core/image/index.ts'
import type { Location } from '#core/pipeline/ports.ts'
import { toImageLocation } from './locate.ts'
import { type DecodedFrame, withImage } from './open-picture.ts'

/** One frame of one file. */
export type Target = { readonly location: Location; readonly frame: number }

export type OpenedFrame = { readonly decoded: DecodedFrame; readonly image: ModalityImage }

const keptMs = 10_000

/**
 * Opens frames one at a time and keeps the last for some seconds: a person who opens an image asks for its preview, its
 * pixels and what a model saw one after the other.
 */
export function recentFrame(temp: string): (target: Target) => Promise<OpenedFrame> {
  let last: { readonly key: string; readonly opened: Promise<OpenedFrame> } | undefined

  function open({ location, frame }: Target): Promise<OpenedFrame> {
    return withImage(toImageLocation(location), temp, async (picture) => {
      const decoded = await picture.frame(frame)
      return { decoded, image: toModalityImage(decoded.stored, decoded.header.image, decoded.tables) }
    })
  }

  return (target) => {
    const key = JSON.stringify([target.location, target.frame])
    if (last?.key === key) return last.opened
    const entry = { key, opened: open(target) }
    last = entry
    const forget = () => {
      if (last === entry) last = undefined
    }
    // What could not be opened may be there the next time.
    entry.opened.catch(forget)
    setTimeout(forget, keptMs).unref()
    return entry.opened
  }
}
