import { expect, it } from 'vitest'
import { readRegions } from './regions.ts'

it('regions are read a line each, and a line that is none is refused', () => {
  expect(readRegions('0,0,640,60\n\n 5 6; 7 8')).toEqual([
    { x: 0, y: 0, width: 640, height: 60 },
    { x: 5, y: 6, width: 7, height: 8 },
  ])
  expect(readRegions('')).toEqual([])
  for (const bad of ['1,2,3', '1,2,3,0', '-1,2,3,4', '1,2,3,4,5', 'a,b,c,d']) expect(readRegions(bad)).toBeUndefined()
})
