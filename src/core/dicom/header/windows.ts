import type { VoiWindow } from '#shared/header.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import type { DataSet } from '#core/dicom/data-set/data-set.ts'
import { numbersOf, textOf, textsOf } from '#core/dicom/data-set/values.ts'

/** The VOI windows (PS3.3 C.11.2.1.2) that can be applied: a linear one is at least 1 wide, the others wider than 0. */
export function readWindows(dataSet: DataSet): readonly VoiWindow[] {
  const centers = numbersOf(dataSet, attributes.windowCenter)
  const widths = numbersOf(dataSet, attributes.windowWidth)
  const explanations = textsOf(dataSet, attributes.windowCenterWidthExplanation)
  const shape = toFunction(textOf(dataSet, attributes.voiLutFunction))
  return centers.flatMap((center, index) => {
    const width = widths[index] ?? Number.NaN
    const applies = Number.isFinite(center) && (shape === 'LINEAR' ? width >= 1 : width > 0)
    return applies ? [{ center, width, function: shape, explanation: explanations[index] || undefined }] : []
  })
}

function toFunction(text: string | undefined): VoiWindow['function'] {
  return text === 'LINEAR_EXACT' || text === 'SIGMOID' ? text : 'LINEAR'
}
