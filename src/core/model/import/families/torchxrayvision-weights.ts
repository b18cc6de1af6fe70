/** The 18 pathologies of TorchXRayVision's classifiers, in the order of their outputs. */
export const pathologies = [
  'Atelectasis',
  'Consolidation',
  'Infiltration',
  'Pneumothorax',
  'Edema',
  'Emphysema',
  'Fibrosis',
  'Effusion',
  'Pneumonia',
  'Pleural_Thickening',
  'Cardiomegaly',
  'Nodule',
  'Mass',
  'Hernia',
  'Lung Lesion',
  'Fracture',
  'Lung Opacity',
  'Enlarged Cardiomediastinum',
] as const

const no = undefined

/**
 * Operating thresholds of the published weights (torchxrayvision/models.py), which stand in an export as a constant and so tell
 * which weights it holds. Without a threshold a label was not trained.
 */
const operatingThresholds: Readonly<Record<string, readonly (number | undefined)[]>> = {
  all: [
    0.07422872, 0.038290843, 0.09814756, 0.0098118475, 0.023601074, 0.0022490358, 0.010060724, 0.103246614, 0.056810737,
    0.026791653, 0.050318155, 0.023985857, 0.01939503, 0.042889766, 0.053369623, 0.035975814, 0.20204692, 0.05015312,
  ],
  nih: [
    0.039117552,
    0.0034529066,
    0.11396341,
    0.0057298196,
    0.00045666535,
    0.0018880932,
    0.012037827,
    0.038744126,
    0.0037213727,
    0.014730946,
    0.016149804,
    0.054241467,
    0.037198864,
    0.0004403434,
    no,
    no,
    no,
    no,
  ],
  pc: [
    0.031012505,
    0.013347598,
    0.081435576,
    0.001262615,
    0.002587246,
    0.0035944257,
    0.0023071,
    0.055412333,
    0.044385884,
    0.042766232,
    0.043258056,
    0.037629247,
    0.005658899,
    0.0091741895,
    no,
    0.026507627,
    no,
    no,
  ],
  chex: [
    0.1988969,
    0.05710573,
    no,
    0.0531293,
    0.1435217,
    no,
    no,
    0.27212676,
    0.07749717,
    no,
    0.19712369,
    no,
    no,
    no,
    0.09932402,
    0.09273402,
    0.3270967,
    0.10888247,
  ],
  kaggle: [no, no, no, no, no, no, no, no, 0.13486601, no, no, no, no, no, no, no, 0.13511065, no],
  mimic_nb: [
    0.08558747,
    0.011884617,
    no,
    0.0040595434,
    0.010733786,
    no,
    no,
    0.118761964,
    0.022924708,
    no,
    0.06358637,
    no,
    no,
    no,
    0.022143636,
    0.017476924,
    0.1258702,
    0.014020768,
  ],
  mimic_ch: [
    0.09121389,
    0.010573786,
    no,
    0.005023008,
    0.003698257,
    no,
    no,
    0.08001232,
    0.037242252,
    no,
    0.05006329,
    no,
    no,
    no,
    0.019866971,
    0.03823637,
    0.11303808,
    0.0069147074,
  ],
}

/** Which weights a constant of 18 numbers belongs to: `trained` says of each output whether it has a threshold; name undefined for none known. */
export function recogniseThresholds(
  values: readonly number[],
): { readonly name: string | undefined; readonly trained: readonly boolean[] } | undefined {
  if (values.length !== pathologies.length) return undefined
  const isThreshold = (value: number) => Number.isNaN(value) || (value > 0 && value < 1)
  if (!values.every(isThreshold) || values.every(Number.isNaN)) return undefined
  const same = (value: number, i: number, known: readonly (number | undefined)[]) =>
    known[i] === undefined ? Number.isNaN(value) : Math.abs(value - known[i]) <= 1e-6 * Math.max(1, known[i] * 10)
  const name = Object.keys(operatingThresholds).find((weights) =>
    values.every((value, i) => same(value, i, operatingThresholds[weights] ?? [])),
  )
  return { name, trained: values.map((value) => !Number.isNaN(value)) }
}
