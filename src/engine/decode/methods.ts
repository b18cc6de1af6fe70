import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  imagingVersions,
  toDisplayed,
  toFrame,
  toHeatmapPicture,
  toPreview,
  toTensor,
  toTensorPicture,
} from '#core/image/index.ts'
import { areSourcesThere, isSourceGone, toDataFolder } from '#core/intake/index.ts'
import type { DecodePort, ImageSize, Item, PrepareRequest, CopyPolicy } from '#core/pipeline/ports.ts'
import type { WorkerOptions } from '#engine/protocol.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { Heatmap } from '#shared/study.ts'
import { compare } from './compare.ts'
import { deidentifyFile, type DeidentifyRequest } from './deidentify.ts'
import { indexItems } from './index-items.ts'
import { inspect } from './inspect.ts'
import { toImageLocation, toSourceLocation } from './locate.ts'
import { withPicture } from './open-picture.ts'
import { prepare } from './prepare.ts'
import { recentFrame, type Target } from './recent-frame.ts'
import { reportChanges } from './report-changes.ts'
import { researchMethods } from './research.ts'
import { createWalks } from './walks.ts'
import { createWatches } from './watches.ts'

/** What a decode process can be asked. Files and pixels are opened here and nowhere else; one thing at a time. */
export function decodeMethods({ dataFolder }: WorkerOptions) {
  // Without a data folder (`predict`), what must be unpacked goes where this process may write.
  const temp =
    dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'firstlook-unpack-')) : toDataFolder(dataFolder).temp
  const walk = createWalks(dataFolder)

  const open = recentFrame(temp)

  return {
    ...researchMethods,
    walk,
    watch: createWatches(),
    isSourceGone: ({ sources, location }: Parameters<DecodePort['isSourceGone']>[0]) =>
      isSourceGone(sources, toSourceLocation(toImageLocation(location))),
    areSourcesThere: ({ sources }: { readonly sources: readonly string[] }) => areSourcesThere(sources),
    index({ items, copy }: { readonly items: readonly Item[]; readonly copy: CopyPolicy }) {
      if (dataFolder === undefined) throw new Error('indexing without a data folder')
      return indexItems(items, copy, { dataFolder, temp })
    },
    deidentify(request: DeidentifyRequest) {
      if (dataFolder === undefined) throw new Error('pseudonyms without a data folder')
      return deidentifyFile(request, dataFolder)
    },
    reportChanges,
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
    async frame(target: Target) {
      const { decoded, image } = await open(target)
      return toFrame(image, decoded.header, target.frame, decoded.tables)
    },
    /** A small picture of a frame, as JPEG. */
    async preview({ maxSide, ...target }: Target & { readonly maxSide: number }) {
      const { decoded, image } = await open(target)
      return toPreview(image, toDisplayed(image, decoded.tables), maxSide, decoded.tables.overlays)
    },
    /** The input of a model. */
    async tensor({ input, ...target }: ForModel) {
      const { decoded, image } = await open(target)
      const size: ImageSize = { rows: image.rows, columns: image.columns }
      return { tensor: await toTensor(image, input, decoded.tables), image: size }
    },
    /** What the network saw, as a picture. */
    async networkView({ input, ...target }: ForModel) {
      const { decoded, image } = await open(target)
      return toTensorPicture(await toTensor(image, input, decoded.tables), input, image)
    },
    /** A heatmap over its picture, as PNG. */
    async heatmapPng({ heatmap, ...target }: Target & { readonly heatmap: Heatmap }) {
      const { decoded, image } = await open(target)
      return { png: await toHeatmapPicture(toDisplayed(image, decoded.tables), heatmap) }
    },
  }
}

type ForModel = Target & { readonly input: ManifestInput }

export type DecodeMethods = ReturnType<typeof decodeMethods>
