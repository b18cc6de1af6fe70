import type { BoxedImage } from '#core/export/boxed-image.ts'
import { writeDurably } from '#core/export/durable-file.ts'
import { researchNotice } from '#shared/notice.ts'

/**
 * Writes findings in the COCO object detection format: boxes `[x, y, width, height]` in stored-image pixels from the
 * outer corner of the first pixel, masks as uncompressed run lengths, scores on each annotation. Images stream; the
 * categories are the labels given, numbered from 1. Returns the images written.
 */
export function writeCoco(path: string, images: AsyncIterable<BoxedImage>, labels: readonly string[]): Promise<number> {
  return writeDurably(path, async (sink) => {
    const info = { description: researchNotice, contributor: 'Firstlook' }
    const categories = labels.map((name, i) => ({ id: i + 1, name }))
    await sink.write(`{"info":${JSON.stringify(info)},"categories":${JSON.stringify(categories)},"images":[`)
    const annotations: string[] = []
    let count = 0
    for await (const { name, width, height, findings } of images) {
      count += 1
      const image = JSON.stringify({ id: count, file_name: name, width, height })
      await sink.write(count === 1 ? image : `,${image}`)
      for (const { label, score, box, mask } of findings) {
        annotations.push(
          JSON.stringify({
            id: annotations.length + 1,
            image_id: count,
            category_id: labels.indexOf(label) + 1,
            score,
            iscrowd: mask ? 1 : 0,
            ...(box ? { bbox: box, area: box[2] * box[3] } : {}),
            ...(mask ? { segmentation: mask, area: mask.counts.reduce((sum, run, i) => sum + (i % 2) * run, 0) } : {}),
          }),
        )
      }
    }
    await sink.write('],"annotations":[')
    for (const [i, annotation] of annotations.entries()) await sink.write(i === 0 ? annotation : `,${annotation}`)
    await sink.write(']}\n')
    return count
  })
}
