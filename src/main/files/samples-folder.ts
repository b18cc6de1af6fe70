import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The sample studies that came with the product: `fixtures/samples` of the nearest folder above that holds it. */
export function samplesFolder(from = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const samples = join(folder, 'fixtures/samples')
    if (existsSync(samples)) return samples
    if (dirname(folder) === folder) throw new Error('the product has no sample studies')
  }
}

/** One sample image, to try a model on. */
export async function samplePath(): Promise<string> {
  const folder = samplesFolder()
  const names = await readdir(folder, { recursive: true })
  const name = names.toSorted().find((each) => each.endsWith('.dcm'))
  if (name === undefined) throw new Error('the product has no sample studies')
  return join(folder, name)
}
