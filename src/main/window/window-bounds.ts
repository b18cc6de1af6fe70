import type { Rectangle } from 'electron'
import type { Settings } from '#shared/settings.ts'

export type WindowBounds = NonNullable<Settings['windowBounds']>

const size = { width: 1_440, height: 900 }

/** Where the window opens: where it was, if a screen still shows enough of it to be grabbed, else in the middle. */
export function boundsOnScreen(
  saved: WindowBounds | undefined,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { readonly width: number; readonly height: number } {
  if (saved && screens.some((screen) => overlap(saved, screen) >= 100)) {
    const { x, y, width, height } = saved
    return { x, y, width, height }
  }
  const [screen] = screens
  return {
    width: Math.min(size.width, screen?.width ?? size.width),
    height: Math.min(size.height, screen?.height ?? size.height),
  }
}

/** The smaller side of what two rectangles share, in pixels. */
function overlap(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return Math.max(0, Math.min(width, height))
}
