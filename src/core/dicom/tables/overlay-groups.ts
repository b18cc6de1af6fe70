import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { numberOf } from '#core/dicom/data-set/values.ts'

/** The groups 6000 to 601E that can hold an overlay plane (PS3.3 C.9.2), as an offset of the tag from group 6000. */
const overlayGroups = Array.from({ length: 16 }, (_, plane) => plane * 0x20000)

/** An overlay's attribute in the group given by its offset. */
export function inGroup(attribute: Attribute, group: number): Attribute {
  return { tag: attribute.tag + group, vr: attribute.vr }
}

/** The groups of a data set that describe an overlay plane. */
export function listOverlayGroups(dataSet: DataSet): readonly number[] {
  return overlayGroups.filter(
    (group) =>
      elementOf(dataSet, inGroup(attributes.overlayRows, group)) &&
      elementOf(dataSet, inGroup(attributes.overlayColumns, group)),
  )
}

/** How many overlay planes a data set describes. */
export function countOverlays(dataSet: DataSet): number {
  return listOverlayGroups(dataSet).length
}

/** The bits of a pixel cell that hold planes which have no data of their own, as a mask. */
export function readOverlayBits(dataSet: DataSet): number {
  return listOverlayGroups(dataSet)
    .filter((group) => elementOf(dataSet, inGroup(attributes.overlayData, group)) === undefined)
    .map((group) => numberOf(dataSet, inGroup(attributes.overlayBitPosition, group)) ?? -1)
    .filter((bit) => Number.isInteger(bit) && bit >= 0 && bit < 32)
    .reduce((mask, bit) => mask | (1 << bit), 0)
}
