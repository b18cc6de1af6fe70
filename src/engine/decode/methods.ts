import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  imagingVersions,
  type ModalityImage,
  toDisplayed,
  toFrame,
  toHeatmapPicture,
  toModalityImage,
  toPreview,
  toTensor,
  toTensorPicture,
} from '#core/image/index.ts'
import { toDataFolder } from '#core/intake/index.ts'
import type { DecodePort, ImageSize, Item, Location, PrepareRequest, CopyPolicy } from '#core/pipeline/ports.ts'
import type { WorkerOptions } from '#engine/protocol.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { Heatmap } from '#shared/study.ts'
import { compare } from './compare.ts'
import { indexItems } from './index-items.ts'
import { inspect } from './inspect.ts'
import { toImageLocation } from './locate.ts'
import { type DecodedFrame, withImage, withPicture } from './open-picture.ts'
import { prepare } from './prepare.ts'
import { researchMethods } from './research.ts'
import { createWalks } from './walks.ts'

/** One frame of one file. */
type Target = { readonly location: Location; readonly frame: number }

/** What a decode process can be asked. Files and pixels are opened here and nowhere else; one thing at a time. */
export function decodeMethods({ dataFolder }: WorkerOptions) {
  // Without a data folder (`predict`), what must be unpacked goes where this process may write.
  const temp =
    dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'firstlook-unpack-')) : toDataFolder(dataFolder).temp
  const walk = createWalks(dataFolder)

  const decode = <T>({ location, frame }: Target, work: (decoded: DecodedFrame, image: ModalityImage) => Promise<T>) =>
    withImage(toImageLocation(location), temp, async (picture) => {
      const decoded = await picture.frame(frame)
      return work(decoded, toModalityImage(decoded.stored, decoded.header.image, decoded.tables))
    })

  return {
    ...researchMethods,
    walk,
    index({ items, copy }: { readonly items: readonly Item[]; readonly copy: CopyPolicy }) {
      if (dataFolder === undefined) throw new Error('indexing without a data folder')
      return indexItems(items, copy, { dataFolder, temp })
    },
    compare: (input: Parameters<DecodePort['compare']>[0]) => compare(input, temp),
    prepare: (request: PrepareRequest) => prepare(request, temp),

    /** What a file says of itself; no pixels are read. */
    readHeader: ({ location }: Pick<Target, 'location'>) =>
      withPicture(toImageLocation(location), temp, (opened) =>
        Promise.resolve(
          opened.kind === 'image'
            ? { kind: 'image' as const, header: opened.header }
            : { kind: 'non-image' as const, nonImage: opened.nonImage },
        ),
      ),
    inspect: ({ location, frame }: Target) => inspect(toImageLocation(location), frame, temp),
    versions: () => imagingVersions(),

    /** Numbers and bytes of a frame, for the viewer. */
    frame: (target: Target) =>
      decode(target, ({ header, tables }, image) => Promise.resolve(toFrame(image, header, target.frame, tables))),
    /** A small picture of a frame, as JPEG. */
    preview: ({ maxSide, ...target }: Target & { readonly maxSide: number }) =>
      decode(target, (decoded, image) => toPreview(image, toDisplayed(image, decoded.tables), maxSide)),
    /** The input of a model. */
    tensor: ({ input, ...target }: Target & { readonly input: ManifestInput }) =>
      decode(target, async ({ tables }, image) => {
        const size: ImageSize = { rows: image.rows, columns: image.columns }
        return { tensor: await toTensor(image, input, tables), image: size }
      }),
    /** What the network saw, as a picture. */
    networkView: ({ input, ...target }: Target & { readonly input: ManifestInput }) =>
      decode(target, async ({ tables }, image) => toTensorPicture(await toTensor(image, input, tables), input, image)),
    /** A heatmap over its picture, as PNG. */
    heatmapPng: ({ heatmap, ...target }: Target & { readonly heatmap: Heatmap }) =>
      decode(target, async ({ tables }, image) => ({
        png: await toHeatmapPicture(toDisplayed(image, tables), heatmap),
      })),
  }
}

export type DecodeMethods = ReturnType<typeof decodeMethods>
