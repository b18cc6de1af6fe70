import {
  type Displayed,
  type ModalityImage,
  planeToTensor,
  preprocessingVersion,
  type SourcePlane,
  type Tensor,
  toDisplayed,
  toModalityImage,
  toPreview,
  toSourcePlane,
} from '#core/image/index.ts'
import type { Prepared, PrepareRequest } from '#core/pipeline/ports.ts'
import { assessScope } from '#core/triage/index.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import { hashBytes, hashPixels } from './hashes.ts'
import { toImageLocation } from './locate.ts'
import { type DecodedFrame, type Picture, withImage } from './open-picture.ts'

const thumbnailSide = 128

/** Decodes a frame once and makes it ready for every model that may judge it. */
export function prepare(request: PrepareRequest, temp: string): Promise<Prepared> {
  const started = performance.now()
  const make = async (picture: Picture): Promise<Prepared> => {
    const decoded = await picture.frame(request.frame)
    const image = toModalityImage(decoded.stored, decoded.header.image, decoded.tables)
    const decodedAt = performance.now()
    const views = viewsOf(image, decoded)
    const inputs = []
    for (const model of request.models) inputs.push(await toInput(model, decoded, views))
    const thumbnail = request.thumbnail
      ? await toPreview(image, views.displayed(), thumbnailSide, decoded.tables.overlays)
      : undefined
    views.release()
    return {
      inputs,
      image: { rows: image.rows, columns: image.columns },
      sha256: picture.sha256 ?? hashBytes(picture.source),
      pixelSha256: hashPixels(decoded.stored),
      ...(thumbnail ? { thumbnail } : {}),
      preprocessingVersion,
      elapsedMs: { decode: decodedAt - started, prepare: performance.now() - decodedAt },
    }
  }
  return withImage(toImageLocation(request.location), temp, make, 'whole')
}

type Views = {
  readonly displayed: () => Displayed
  readonly tensor: (input: Manifest['input']) => Promise<Tensor>
  /** When nothing looks at the displayed values any more. */
  readonly release: () => void
}

/** Memory of displayed values between two images; taken while one is in work. */
let spareRoom: Uint16Array | undefined
/** Pixels; the memory of larger images is given back. */
const largestRoom = 2 ** 24

/** What several models and the thumbnail share is made once. */
function viewsOf(image: ModalityImage, { tables }: DecodedFrame): Views {
  const planes = new Map<string, SourcePlane>()
  const tensors = new Map<string, Promise<Tensor>>()
  let shown: Displayed | undefined
  const displayed = () => {
    if (shown) return shown
    shown = toDisplayed(image, tables, spareRoom)
    spareRoom = undefined
    return shown
  }
  const plane = ({ pixelSource, channels }: Manifest['input']): SourcePlane => {
    const key = `${pixelSource} ${image.kind === 'colour' ? channels : 1}`
    const made = planes.get(key) ?? toSourcePlane(image, { pixelSource, channels }, displayed)
    planes.set(key, made)
    return made
  }
  return {
    displayed,
    release() {
      if (shown && shown.values.length <= largestRoom) spareRoom = shown.values
    },
    tensor(input) {
      const { pixelSource, channels, layout, colour, width, height, geometry, transpose, scaling, mean, std } = input
      const shape = [pixelSource, channels, layout, colour, width, height, transpose]
      const key = JSON.stringify([shape, geometry, scaling, mean, std])
      const made = tensors.get(key) ?? planeToTensor(plane(input), input)
      tensors.set(key, made)
      return made
    },
  }
}

async function toInput(
  model: PrepareRequest['models'][number],
  { header }: DecodedFrame,
  views: Views,
): Promise<Prepared['inputs'][number]> {
  const reasons = assessScope(header, model.scope)
  if (reasons.length > 0) return { reasons }
  try {
    return { tensor: await views.tensor(model.input) }
  } catch (error) {
    if (!isTriageError(error)) throw error
    return { failure: error.toFailure() }
  }
}
