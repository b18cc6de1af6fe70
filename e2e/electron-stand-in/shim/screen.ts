import { EventEmitter } from 'node:events'

const area = { x: 0, y: 0, width: 1_920, height: 1_080 }
const display = { id: 1, bounds: area, workArea: area, scaleFactor: 1 }

/** One screen of a common size. */
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
})
