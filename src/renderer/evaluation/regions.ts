import { regionSchema, type Region } from '#shared/domain.ts'

/** Regions as a person writes them, `x,y,width,height` a line; undefined where a line is none. */
export function readRegions(text: string): Region[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const regions = lines.flatMap((line) => {
    const [x, y, width, height, ...more] = line
      .split(/[,;\s]+/)
      .filter((part) => part !== '')
      .map(Number)
    const { data } = regionSchema.safeParse({ x, y, width, height })
    return data && more.length === 0 ? [data] : []
  })
  return regions.length === lines.length ? regions : undefined
}
