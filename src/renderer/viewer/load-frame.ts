import { ask } from '#renderer/bridge.ts'
import type { Frame } from '#shared/study.ts'

export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Float32Array

/** A frame with its samples, as fetched by the app's own scheme. */
export type LoadedFrame = {
  /** One image and frame, whatever else changes. */
  readonly key: string
  readonly description: Frame
  readonly samples: Samples
}

/** Fetches a frame at full resolution. Refuses, as main does, what cannot be shown. */
export async function loadFrame(imageId: number, frame: number, signal: AbortSignal): Promise<LoadedFrame> {
  const description = await ask('image:frame', { imageId, frame })
  const response = await fetch(description.asset, { signal })
  const bytes = await response.arrayBuffer()
  return { key: `${imageId}/${frame}`, description, samples: toSamples(bytes, description.pixelFormat) }
}

function toSamples(bytes: ArrayBuffer, format: Frame['pixelFormat']): Samples {
  switch (format) {
    case 'r8':
    case 'rgb8':
      return new Uint8Array(bytes)
    case 'r8i':
      return new Int8Array(bytes)
    case 'r16':
      return new Uint16Array(bytes)
    case 'r16i':
      return new Int16Array(bytes)
    case 'f32':
      return new Float32Array(bytes)
  }
}
