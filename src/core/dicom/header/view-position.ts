import { attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, firstItem } from '#core/dicom/data-set/data-set.ts'
import { textOf } from '#core/dicom/data-set/values.ts'

/** Codes of View Code Sequence (PS3.16 CID 4010 and 4014), in SNOMED RT and CT, by the term of View Position. */
const viewOfCode: Readonly<Record<string, string>> = {
  'R-10206': 'AP',
  399348003: 'AP',
  'R-10214': 'PA',
  'R-40888': 'PA',
  272479007: 'PA',
  'R-10236': 'LL',
  399173006: 'LL',
  'R-10232': 'RL',
  399198007: 'RL',
  'R-10242': 'CC',
  399162004: 'CC',
  'R-10226': 'MLO',
  399368009: 'MLO',
  'R-10224': 'ML',
  399260004: 'ML',
  'R-10228': 'LM',
  399352003: 'LM',
}

/** View Position, else what the view's code means. */
export function readViewPosition(dataSet: DataSet): string | undefined {
  const stated = textOf(dataSet, attributes.viewPosition)
  if (stated) return stated
  const code = firstItem(dataSet, attributes.viewCodeSequence)
  return code && viewOfCode[textOf(code, attributes.codeValue) ?? '']
}
