import type { Frame } from '#shared/study.ts'
import { fullWindow, type Window } from '#shared/windowing.ts'

/**
 * A window as a person chose it. What it is based on belongs to each image, and how far it was dragged is told in widths
 * of that base: linked images of other detectors change alike, and a fixed window in Hounsfield units stays the same.
 */
export type WindowChoice = {
  /** A window of the file by its place, the image's whole range, or one in modality units. */
  readonly base: number | 'full' | Window
  /** Of the centre, in widths of the base. */
  readonly shift: number
  /** Factor of the width. */
  readonly stretch: number
}

export const chosen = (base: WindowChoice['base']): WindowChoice => ({ base, shift: 0, stretch: 1 })

type Described = Pick<Frame, 'windows' | 'voiLut' | 'minimum' | 'maximum' | 'pixelFormat'>

/** The window of a choice on one image; undefined for the file's VOI LUT, which is what an image begins with. */
export function toWindow(choice: WindowChoice | undefined, frame: Described): Window | undefined {
  if (!choice) return frame.voiLut ? undefined : baseOf(0, frame)
  const base = baseOf(choice.base, frame)
  const narrowest = base.function === 'LINEAR' ? 1 : 1e-6
  return {
    ...base,
    center: base.center + choice.shift * base.width,
    width: Math.max(narrowest, base.width * choice.stretch),
  }
}

function baseOf(base: WindowChoice['base'], { windows, pixelFormat, minimum, maximum }: Described): Window {
  if (typeof base === 'object') return base
  // Colours are shown as they are.
  if (pixelFormat === 'rgb8') return fullWindow(0, 255)
  const {
    center,
    width,
    function: kind,
  } = (base === 'full' ? undefined : windows[base]) ?? fullWindow(minimum, maximum)
  return { center, width, function: kind }
}

/**
 * A window after a drag by device-independent pixels of the viewport: to the right it widens, down it moves to higher
 * values. 512 pixels are the image's whole range.
 */
export function dragged(
  from: WindowChoice | undefined,
  by: { readonly x: number; readonly y: number },
  frame: Described,
): WindowChoice {
  const start = from ?? chosen(frame.voiLut ? 'full' : 0)
  const step = Math.max(frame.maximum - frame.minimum, 1e-6) / 512
  const { width } = baseOf(start.base, frame)
  return {
    ...start,
    shift: start.shift + (by.y * step) / width,
    stretch: Math.max(1e-6, start.stretch + (by.x * step) / width),
  }
}
