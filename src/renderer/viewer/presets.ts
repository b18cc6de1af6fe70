import type { Frame } from '#shared/study.ts'
import type { Window } from '#shared/windowing.ts'

export type Preset = {
  readonly name: 'presetFile' | 'presetFull' | 'presetSoft' | 'presetLung' | 'presetBone' | 'presetBrain'
  readonly detail: string
  readonly window: Window | undefined
}

const fixed = (name: Preset['name'], center: number, width: number): Preset => ({
  name,
  detail: '',
  window: { center, width, function: 'LINEAR' },
})

/** Usual windows of CT in Hounsfield units. */
const ct = [
  fixed('presetSoft', 40, 400),
  fixed('presetLung', -600, 1_500),
  fixed('presetBone', 480, 2_500),
  fixed('presetBrain', 40, 80),
]

/** What the file brings first, then the whole range, then what is usual for the modality. */
export function presetsOf({ windows, voiLut, minimum, maximum, header }: Frame): readonly Preset[] {
  const lut: Preset[] = voiLut ? [{ name: 'presetFile', detail: 'LUT', window: undefined }] : []
  const own = windows.map((window): Preset => ({ name: 'presetFile', detail: window.explanation ?? '', window }))
  const full: Preset = {
    name: 'presetFull',
    detail: '',
    window: { center: (minimum + maximum) / 2, width: Math.max(maximum - minimum, 1e-6), function: 'LINEAR_EXACT' },
  }
  return [...lut, ...own, full, ...(header.series.modality === 'CT' ? ct : [])]
}
