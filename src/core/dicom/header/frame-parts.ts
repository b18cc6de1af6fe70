import type { Attribute } from '#core/dicom/data-set/attributes.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, firstItem, itemRanges, readItem } from '#core/dicom/data-set/data-set.ts'
import type { Range } from '#core/dicom/data-set/walk.ts'

/** Where the attributes of one frame are sought: its own functional groups, the shared ones, the data set itself. */
export type FrameParts = {
  readonly dataSet: DataSet
  readonly groups: readonly DataSet[]
}

/** Finds the parts of any frame of a data set; items of the functional groups (PS3.3 C.7.6.16) are found once. */
export function framePartsOf(dataSet: DataSet): (frame: number) => FrameParts {
  let shared: readonly DataSet[] | undefined
  let ranges: readonly Range[] | undefined
  return (frame) => {
    shared ??= [firstItem(dataSet, attributes.sharedFunctionalGroupsSequence)].filter((item) => item !== undefined)
    ranges ??= itemRanges(dataSet, attributes.perFrameFunctionalGroupsSequence)
    const range = ranges[frame - 1]
    const own = range ? [readItem(dataSet, attributes.perFrameFunctionalGroupsSequence, range)] : []
    return { dataSet, groups: [...own, ...shared] }
  }
}

/** The item of a functional group macro for this frame; in a data set without the macro, the data set. */
export function macroOf(parts: FrameParts, macro: Attribute): DataSet {
  for (const group of parts.groups) {
    const item = firstItem(group, macro)
    if (item) return item
  }
  return parts.dataSet
}
