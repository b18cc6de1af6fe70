import type { Engine } from '#engine/broker/index.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import { isTriageError } from '#shared/errors.ts'
import type { AssetTable } from '#main/protocol/asset-table.ts'
import { Recent } from './recent.ts'

type ImageFrame = RequestOf<'image:frame'>
type Preview = ReplyOf<'image:preview'>

/** Frames held ready: what is shown in four viewports, what was shown before, and what comes next. */
const heldFrames = 16
const heldPreviews = 400

/** Gives frames and pictures of stored images to the window: decoded in the process kept for it, held as assets. */
export class FrameDesk {
  readonly #engine: Engine
  readonly #assets: AssetTable
  readonly #frames = new Recent<ReplyOf<'image:frame'>>(heldFrames)
  readonly #previews = new Recent<Preview>(heldPreviews)

  constructor(engine: Engine, assets: AssetTable) {
    this.#engine = engine
    this.#assets = assets
  }

  frame({ imageId, frame }: ImageFrame): Promise<ReplyOf<'image:frame'>> {
    return this.#frames.get(
      `${imageId} ${frame}`,
      async () => {
        const { bytes, frame: described } = await this.#open(imageId, (location) =>
          this.#engine.desk.frame({ location, frame }),
        )
        const asset = this.#assets.add({ bytes, type: 'application/octet-stream' })
        return { ...described, imageId, asset }
      },
      ({ asset }) => this.#assets.has(asset),
    )
  }

  preview({ imageId, maxSide }: RequestOf<'image:preview'>): Promise<Preview> {
    return this.#previews.get(
      `${imageId} ${maxSide}`,
      async () => {
        const stored = maxSide === 128 ? await this.#engine.store.imageThumbnail({ imageId }) : undefined
        const bytes =
          stored ??
          (await this.#open(imageId, (location) => this.#engine.desk.preview({ location, frame: 1, maxSide })))
        return { asset: this.#assets.add({ bytes, type: typeOf(bytes) }) }
      },
      ({ asset }) => this.#assets.has(asset),
    )
  }

  /** Decodes a study's first images ahead, so that opening it waits for nothing. What fails is told when it is opened. */
  async prefetchStudy(studyId: number): Promise<void> {
    try {
      const { images } = await this.#engine.store.studyRead({ studyId })
      for (const { id: imageId } of images.slice(0, 2)) {
        await this.preview({ imageId, maxSide: 1_024 })
        await this.frame({ imageId, frame: 1 })
      }
    } catch (error) {
      if (!isTriageError(error)) throw error
    }
  }

  /** Opens an image's original, and notes where it turns out to be gone or back. */
  async #open<T>(imageId: number, use: (location: Location) => Promise<T>): Promise<T> {
    const { store } = this.#engine
    const { location, availability } = await store.imageLocation({ imageId })
    try {
      const opened = await use(location)
      if (availability !== 'available') await store.noteAvailability({ imageId, availability: 'available' })
      return opened
    } catch (error) {
      if (isTriageError(error) && (error.kind === 'missing' || error.kind === 'changed')) {
        await store.noteAvailability({ imageId, availability: error.kind })
      }
      throw error
    }
  }
}

type Location = Awaited<ReturnType<Engine['store']['imageLocation']>>['location']

/** PNG or JPEG, by the first byte: the two that the decode process writes. */
function typeOf(bytes: Uint8Array): string {
  return bytes[0] === 0x89 ? 'image/png' : 'image/jpeg'
}
