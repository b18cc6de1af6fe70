import { statSync } from 'node:fs'
import { relinkSources } from '#core/intake/index.ts'
import * as core from '#core/store/index.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import { basename } from 'node:path'
import { inReadingOrder } from './in-reading-order.ts'
import { removeDerived } from './remove-derived.ts'
import type { Holder } from './holder.ts'

type StudyId = { readonly studyId: number }
type ImageId = { readonly imageId: number }

/** The list, studies, patients, images and readings. */
export function readingRoomMethods(held: Holder) {
  return {
    worklistList: (request: RequestOf<'worklist:list'>): ReplyOf<'worklist:list'> => core.listPage(held.store, request),
    worklistPreviewRules: ({
      rules,
    }: RequestOf<'worklist:preview-rules'>): Promise<ReplyOf<'worklist:preview-rules'>> =>
      core.previewRules(held.store, rules),
    studyGet: ({ studyId }: RequestOf<'study:get'>): ReplyOf<'study:get'> =>
      inReadingOrder(core.openStudy(held.store, studyId)),
    /** The same without a view being recorded: for what the program itself needs. */
    studyRead: ({ studyId }: StudyId): ReplyOf<'study:get'> => inReadingOrder(core.readStudy(held.store, studyId)),
    studyIdOf: ({ studyInstanceUid }: { readonly studyInstanceUid: string }) => ({
      studyId: core.studyIdOf(held.store, studyInstanceUid),
    }),
    studyPrefetch: ({ studyId }: RequestOf<'study:prefetch'>) => core.prioritise(held.store, studyId),
    studyDelete: async ({ studyId }: RequestOf<'study:delete'>): Promise<ReplyOf<'study:delete'>> => {
      const deleted = core.deleteStudy(held.store, studyId)
      const bytes = await removeDerived(held.store.options.dataFolder, deleted)
      return { images: deleted.images, bytes }
    },
    patientFind: (request: RequestOf<'patient:find'>): ReplyOf<'patient:find'> =>
      core.findPatients(held.store, request),
    patientMerge: ({ patientId, into }: RequestOf<'patient:merge'>) => core.mergePatients(held.store, patientId, into),
    patientUnmerge: ({ patientId }: RequestOf<'patient:unmerge'>) => core.unmergePatient(held.store, patientId),
    conflictResolve: ({ imageId, keep }: RequestOf<'conflict:resolve'>) =>
      core.resolveConflict(held.store, imageId, keep),

    /** Where an image's bytes lie: what decode opens. */
    imageLocation: ({ imageId }: ImageId) => core.readImageLocation(held.store, imageId),
    /** Refuses where this reader must not yet be told what a model made of the image. */
    imageAssertSeen: ({ imageId }: ImageId) => core.assertSeen(held.store, imageId),
    /** The small picture made at its analysis; undefined before. */
    imageThumbnail: ({ imageId }: ImageId) => core.readThumbnail(held.store, imageId),
    noteAvailability: ({
      imageId,
      availability,
    }: ImageId & { readonly availability: 'available' | 'missing' | 'changed' | 'damaged' }) =>
      core.noteAvailability(held.store, imageId, availability),
    /** Looks below a folder that a person chose for every original that is not where it was. */
    imageRelink: async ({ folder }: { readonly folder: string }) => {
      const lost = core.listLost(held.store).map(({ imageId, displayPath, bytes, sha256 }) => ({
        id: imageId,
        name: basename(displayPath),
        bytes,
        sha256,
      }))
      const found = await relinkSources(folder, lost)
      return { relinked: core.relinkImages(held.store, found.map(toRelinked)) }
    },

    readingStart: ({ studyId }: RequestOf<'reading:start'>): ReplyOf<'reading:start'> =>
      core.startReading(held.store, studyId),
    readingCommit: (request: RequestOf<'reading:commit'>): ReplyOf<'reading:commit'> =>
      core.commitReading(held.store, request),
    readingUndo: ({ readingId }: RequestOf<'reading:undo'>) => core.undoReading(held.store, readingId),
    discordanceList: (request: RequestOf<'discordance:list'>): ReplyOf<'discordance:list'> =>
      core.listDiscordances(held.store, request),
  }
}

function toRelinked({ id, path }: { readonly id: number; readonly path: string }) {
  const { mtimeNs, dev, ino } = statSync(path, { bigint: true })
  return { imageId: id, path, modifiedMs: Number(mtimeNs / 1_000n) / 1_000, inode: `${dev}:${ino}` }
}
