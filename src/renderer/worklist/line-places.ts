/** Heights of the list's lines in pixels. */
const rowHeight = 46
const headingHeight = 28

/** How many lines there are, and which of them are headings; all others are as high as a row. */
export type Places = { readonly count: number; readonly headings: readonly number[] }

/** Where a line begins, counted from the first. A hundred thousand lines need no table, since only headings differ. */
export const topOf = ({ headings }: Places, index: number): number =>
  index * rowHeight - headings.filter((heading) => heading < index).length * (rowHeight - headingHeight)

export const heightOf = ({ headings }: Places, index: number): number =>
  headings.includes(index) ? headingHeight : rowHeight

/** Of all lines together. */
export const totalHeight = (places: Places): number => topOf(places, places.count)

/** The line at a height, the last where there is none so far down. */
export function lineAt(places: Places, y: number): number {
  let index = Math.max(0, Math.floor(y / rowHeight))
  while (index < places.count - 1 && topOf(places, index + 1) <= y) index += 1
  return Math.max(0, Math.min(index, places.count - 1))
}

/** So many lines are drawn above and below what is in sight. */
const beyond = 8
/** A scroll draws anew when it has gone so far, and not at each of its steps. */
export const stride = 4 * rowHeight

/** The first line that is drawn, and the one after the last, within a stride below this height. */
export const linesIn = (
  places: Places,
  top: number,
  height: number,
): { readonly from: number; readonly to: number } => ({
  from: Math.max(0, lineAt(places, top) - beyond),
  to: Math.min(places.count, lineAt(places, top + height + stride) + 1 + beyond),
})
