import type { Finding } from '#shared/domain.ts'
import type { Box } from '#shared/geometry.ts'

/** Labels that name a place in which something else may be found. */
const places: ReadonlySet<string> = new Set(['left-lung', 'right-lung'])

/**
 * In which lungs a finding lies, from all boxes of its image, whichever model drew them; none where no box says. A finding
 * without a box of its own lies where boxes of its label lie.
 */
export function locationOfFinding(finding: Finding, ofImage: readonly Finding[]): readonly string[] {
  const own = finding.box ? [finding] : ofImage.filter(({ label }) => label === finding.label)
  const centres = own.flatMap(({ box }) => (box ? [centreOf(box)] : []))
  const around = ofImage.filter(({ label, box }) => places.has(label) && box && centres.some((c) => contains(box, c)))
  return [...new Set(around.map(({ label }) => label))].toSorted()
}

const centreOf = ([x, y, width, height]: Box) => ({ x: x + width / 2, y: y + height / 2 })

const contains = ([left, top, width, height]: Box, { x, y }: { readonly x: number; readonly y: number }): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height
