import type { Frame } from '#shared/study.ts'
import { chosen, type WindowChoice } from './window-choice.ts'

export type Preset = {
  readonly name:
    | 'presetFile'
    | 'presetFull'
    | 'presetSoft'
    | 'presetLung'
    | 'presetMediastinum'
    | 'presetBone'
    | 'presetBrain'
    | 'presetNarrow'
    | 'presetWide'
  readonly detail: string
  /** Absent: what the image begins with. */
  readonly choice: WindowChoice | undefined
}

const fixed = (name: Preset['name'], center: number, width: number): Preset => ({
  name,
  detail: `${center} / ${width}`,
  choice: chosen({ center, width, function: 'LINEAR' }),
})

/** Usual windows of CT in Hounsfield units. */
const ct = [
  fixed('presetSoft', 40, 400),
  fixed('presetLung', -600, 1_500),
  fixed('presetMediastinum', 50, 350),
  fixed('presetBone', 480, 2_500),
  fixed('presetBrain', 40, 80),
]

const stretched = (name: Preset['name'], stretch: number): Preset => ({
  name,
  detail: '',
  choice: { base: 0, shift: 0, stretch },
})

/** Grey levels that mean nothing outside of their file: its own window with more and with less contrast. */
const relative = [stretched('presetNarrow', 0.6), stretched('presetWide', 1.6)]

/** What the file brings first, then the whole range, then what is usual for the modality. */
export function presetsOf({ windows, voiLut, header, units, pixelFormat }: Frame): readonly Preset[] {
  const lut: Preset[] = voiLut ? [{ name: 'presetFile', detail: 'LUT', choice: undefined }] : []
  const own = windows.map(({ explanation, center, width }, i): Preset => ({
    name: 'presetFile',
    detail: explanation ?? `${round(center)} / ${round(width)}`,
    choice: chosen(i),
  }))
  const full: Preset = { name: 'presetFull', detail: '', choice: chosen('full') }
  if (pixelFormat === 'rgb8') return [full]
  const isHounsfield = header.series.modality === 'CT' && (units ?? 'HU') === 'HU'
  return [...lut, ...own, full, ...(isHounsfield ? ct : relative)]
}

const round = (value: number): number => Math.round(value * 10) / 10
