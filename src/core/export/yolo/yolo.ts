import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { researchNotice } from '#shared/notice.ts'
import type { BoxedImage } from '#core/export/boxed-image.ts'

/** A YOLO label file's image, sizes unknown: the format carries fractions of the image only. */
export type YoloImage = {
  readonly name: string
  /** `[x, y, width, height]` as fractions of the image. */
  readonly boxes: readonly { readonly label: string; readonly box: readonly [number, number, number, number] }[]
}

/**
 * Writes findings as YOLO labels: `data.yaml` with the names, and `labels/<image>.txt` with a line a box – class, centre and
 * size as fractions. Scores and masks have no place in the format. An image without boxes has an empty file. Returns the
 * images written.
 */
export async function writeYolo(
  folder: string,
  images: AsyncIterable<BoxedImage>,
  labels: readonly string[],
): Promise<number> {
  await mkdir(join(folder, 'labels'), { recursive: true, mode: 0o700 })
  const names = labels.map((label, i) => `  ${i}: ${JSON.stringify(label)}`).join('\n')
  const yaml = `# ${researchNotice}\npath: .\ntrain: images\nval: images\nnames:\n${names}\n`
  await writeFile(join(folder, 'data.yaml'), yaml, { mode: 0o600 })
  let count = 0
  for await (const image of images) {
    const lines = image.findings.flatMap(({ label, box }) => (box ? [toLine(labels.indexOf(label), box, image)] : []))
    const name = `${basename(image.name, extname(image.name))}.txt`
    await writeFile(join(folder, 'labels', name), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 })
    count += 1
  }
  return count
}

function toLine(index: number, [x, y, w, h]: readonly [number, number, number, number], image: BoxedImage): string {
  const { width, height } = image
  return [index, (x + w / 2) / width, (y + h / 2) / height, w / width, h / height].join(' ')
}

/** Reads a folder of YOLO labels with its `data.yaml`. Refuses lines that are none with `bad-labels`. */
export async function readYolo(folder: string): Promise<YoloImage[]> {
  const names = readNames(await readFile(join(folder, 'data.yaml'), 'utf8'))
  const files = (await readdir(join(folder, 'labels'))).filter((name) => name.endsWith('.txt')).toSorted()
  return Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(folder, 'labels', file), 'utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '')
      return { name: basename(file, '.txt'), boxes: lines.map((line) => fromLine(line, names)) }
    }),
  )
}

/** The `names` of a data.yaml: a block of `number: name` lines, names quoted or plain. */
function readNames(yaml: string): Map<number, string> {
  const block = yaml.slice(yaml.indexOf('names:') + 6)
  const entries = [...block.matchAll(/^\s+(\d+):\s*(.+)$/gm)]
  return new Map(
    entries.map(([, index, name = '']) => [Number(index), name.startsWith('"') ? JSON.parse(name) : name.trim()]),
  )
}

function fromLine(line: string, names: ReadonlyMap<number, string>): YoloImage['boxes'][number] {
  const [index = Number.NaN, cx = 0, cy = 0, w = 0, h = 0, ...rest] = line.trim().split(/\s+/).map(Number)
  const label = names.get(index)
  if (label === undefined || rest.length > 0 || ![cx, cy, w, h].every(Number.isFinite)) {
    throw new TriageError(
      'bad-labels',
      'Expected a known class and four numbers on every line; one has others.',
      'export',
    )
  }
  return { label, box: [cx - w / 2, cy - h / 2, w, h] }
}
