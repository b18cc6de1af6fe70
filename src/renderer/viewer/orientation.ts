import type { Header } from '#shared/header.ts'
import type { View } from './view.ts'

/** Letters of the patient's directions at the edges of a viewport; absent where the file does not say. */
export type EdgeLetters = {
  readonly left?: string | undefined
  readonly top?: string | undefined
  readonly right?: string | undefined
  readonly bottom?: string | undefined
}

const opposites: Readonly<Record<string, string>> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' }
const opposite = (letters: string): string => letters.replaceAll(/[LRAPHF]/g, (letter) => opposites[letter] ?? '')

/** Directions of a row and a column of the image, by Patient Orientation (C.7.6.1.1.1), else by its direction cosines (C.7.6.2.1.1). */
function directions({ patientOrientation, imageOrientationPatient }: Header['image']): [string, string] | undefined {
  const [row, column] = patientOrientation ?? []
  if (row && column) return [row, column]
  if (imageOrientationPatient?.length !== 6) return undefined
  return [lettersOf(imageOrientationPatient.slice(0, 3)), lettersOf(imageOrientationPatient.slice(3))]
}

/** The axes that a direction has the most of, strongest first. */
function lettersOf(cosines: readonly number[]): string {
  const names = ['LR', 'PA', 'HF'] as const
  return cosines
    .map((value, i) => ({ value, name: names[i] ?? 'LR' }))
    .filter(({ value }) => Math.abs(value) > 0.25)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(({ value, name }) => (value > 0 ? name[0] : name[1]))
    .join('')
}

/** Where the patient's directions lie as the image is seen: they move with every turn and flip, and are never guessed. */
export function edgeLetters(
  header: Header['image'],
  { rotation, flipped }: Pick<View, 'rotation' | 'flipped'>,
): EdgeLetters {
  const known = directions(header)
  if (!known) return {}
  const [toRight, toBottom] = known
  const [right, left] = flipped ? [opposite(toRight), toRight] : [toRight, opposite(toRight)]
  const edges = [opposite(toBottom), right, toBottom, left]
  const quarter = rotation / 90
  const at = (edge: number) => edges[(edge - quarter + 4) % 4]
  return { top: at(0), right: at(1), bottom: at(2), left: at(3) }
}
