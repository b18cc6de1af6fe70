import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeFrame } from '#core/dicom/pixels/decode-frame.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { sourceOf } from '#fixtures/header-file.ts'
import { isTriageError } from '#shared/errors.ts'
import { deidentify } from './deidentify.ts'
import { maskPixels } from './mask-pixels.ts'

const folder = '../shared/data/dicom'
const region = { x: 1, y: 0, width: 2, height: 3 }
const largestPixels = 100_000
const standIns = {
  patient: 'P',
  dateShiftDays: 1,
  uid: (uid: string) => (uid === '' ? '' : '2.25.1'),
  accession: () => 'A',
}
const openImage = (bytes: Uint8Array) => {
  const image = readDicom(sourceOf(bytes))
  if (image.kind !== 'image') throw new Error('a file without an image')
  return image
}
const undefinedIfRefused = (error: unknown) => {
  if (!isTriageError(error)) throw error
  return undefined
}

/** A small picture of whole samples of each encoding and kind of pixel among the sample files. */
async function samplePictures() {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const found = new Map<string, { readonly bytes: Buffer; readonly before: StoredPixels; readonly frames: number }>()
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name))
    try {
      const image = openImage(bytes)
      const { rows, columns, numberOfFrames, photometricInterpretation, bitsAllocated } = image.header.image
      const kind = `${image.pixelData.transferSyntaxUid} ${photometricInterpretation} ${bitsAllocated}`
      if (found.has(kind)) continue
      if (rows * columns > largestPixels || numberOfFrames > 10) continue
      const before = await decodeFrame(image, numberOfFrames)
      const isWhole = !(before.data instanceof Float32Array || before.data instanceof Float64Array)
      if (isWhole && !before.photometricInterpretation.includes('PARTIAL')) {
        found.set(kind, { bytes, before, frames: numberOfFrames })
      }
    } catch (error) {
      if (!(error instanceof Error && error.message === 'a file without an image')) undefinedIfRefused(error)
    }
  }
  return [...found.values()]
}

describe.skipIf(!existsSync(folder))('blanked regions (skipped without ../shared/data)', () => {
  it('are the only pixels that change, in the last frame too, whatever the encoding', { timeout: 60_000 }, async () => {
    const pictures = await samplePictures()
    expect(pictures.length).toBeGreaterThan(15)
    for (const { bytes, before, frames } of pictures) {
      const result = deidentify(sourceOf(bytes), standIns, await maskPixels(sourceOf(bytes), [region]))
      const after = await decodeFrame(openImage(result.bytes), frames)
      const n = before.samplesPerPixel
      const chroma = before.photometricInterpretation.startsWith('YBR') ? 128 : 0
      const expected = before.data.slice()
      for (let row = 0; row < region.height; row++) {
        for (let i = 0; i < region.width * n; i++) {
          expected[(row * before.columns + region.x) * n + i] = i % n === 0 ? 0 : chroma
        }
      }
      expect(Buffer.from(after.data.buffer, after.data.byteOffset, after.data.byteLength)).toEqual(
        Buffer.from(expected.buffer, expected.byteOffset, expected.byteLength),
      )
      expect(result.changes.at(-1)).toEqual({ attribute: '(7fe0,0010)', what: 'masked' })
      expect(Buffer.from(result.bytes).toString('latin1')).toContain('113101')
      expect(deidentify(sourceOf(result.bytes), standIns).mayHoldText).toBe(false)
    }
  })

  it('must meet the image', async () => {
    const picture = { bytes: readFileSync(join(folder, 'charset/chrGerm.dcm')) }
    const outside = { x: 100_000, y: 0, width: 5, height: 5 }
    await expect(maskPixels(sourceOf(picture.bytes), [outside])).rejects.toMatchObject({ kind: 'bad-argument' })
  })
})
