/** What the question needs to know of an image. */
type BurnedInFacts = {
  readonly burnedInAnnotation: string
  readonly modality: string
  readonly sopClassUid: string
  readonly imageType: string
  readonly conversionType: string
}

const storage = '1.2.840.10008.5.1.4.1.1.'
/** Secondary capture, ultrasound and angiography. */
const classes = ['7', '6.', '3.', '12.1'].map((end) => storage + end)
const modalities = new Set(['US', 'XA', 'IVUS', 'SC', 'OT', 'ES'])

/** True where text may stand in the picture itself: stated, or not denied by a kind of image that often has it. */
export function mayHoldText(facts: BurnedInFacts): boolean {
  if (facts.burnedInAnnotation === 'YES') return true
  if (facts.burnedInAnnotation === 'NO') return false
  return (
    modalities.has(facts.modality) ||
    facts.conversionType !== '' ||
    /SCREEN|SECONDARY/.test(facts.imageType) ||
    classes.some((start) => facts.sopClassUid.startsWith(start))
  )
}
