import type { Header } from '#shared/header.ts'
import type { StoredImage, StudyDetail } from '#shared/study.ts'

/** An image in one of the viewports: of the open study, or of an earlier one of the same patient. */
export type Hung = {
  readonly imageId: number
  /** The earlier study that it belongs to; absent for the open one. */
  readonly prior?: { readonly acquiredAt: string | undefined; readonly image: StoredImage }
}

const mostViewports = 4

type Kind = 'frontal' | 'lateral' | 'other'

/** Frontal before lateral, by View Position (PS3.3 C.8.7.1.1.1); mammograms in their own order. */
function kindOf({ image: { viewPosition = '' } }: Header): Kind {
  if (/^(AP|PA)/.test(viewPosition)) return 'frontal'
  return /^(LL|RL|LAT|LLD|RLD)/.test(viewPosition) ? 'lateral' : 'other'
}

const mammogramOrder: readonly string[] = ['R CC', 'L CC', 'R MLO', 'L MLO']
const projections = new Set<string | undefined>(['CR', 'DX', 'MG', 'RG', 'PX', 'IO'])

/**
 * What hangs where when a study is opened: of radiographs the frontal, then the lateral image; of a mammography its four
 * views; of slices the stack alone. Beside it, where there is room, the earlier image of the same patient and kind.
 */
export function hang(study: StudyDetail, front: number, { together, withPrior }: Hanging): readonly Hung[] {
  const shown = together ? companions(study.images, front) : study.images.filter(({ id }) => id === front)
  const prior = withPrior && shown.length < mostViewports ? priorOf(study) : []
  return [...shown.map(({ id }) => ({ imageId: id })), ...prior]
}

export type Hanging = {
  /** Images that are read together beside each other; else one. */
  readonly together: boolean
  readonly withPrior: boolean
}

/** The earlier study whose image hangs beside, the latest that has one. */
function priorOf({ priors }: Pick<StudyDetail, 'priors'>): Hung[] {
  const found = priors.find(({ image }) => image !== undefined)
  if (!found?.image) return []
  const { acquiredAt, image } = found
  return [{ imageId: image.id, prior: { acquiredAt, image } }]
}

/** The image in front first, then those that are read together with it. */
function companions(images: readonly StoredImage[], front: number): StoredImage[] {
  const first = images.find(({ id }) => id === front)
  if (!first) return []
  if (!projections.has(first.header.series.modality)) return [first]
  const others = images.filter(
    ({ id, header }) => id !== front && header.series.modality === first.header.series.modality,
  )
  if (first.header.series.modality === 'MG') {
    const views = [first, ...others].filter(({ header }) => mammogramOrder.includes(viewOf(header)))
    const order = (image: StoredImage) => mammogramOrder.indexOf(viewOf(image.header))
    const four = mammogramOrder.flatMap((view) => views.find(({ header }) => viewOf(header) === view) ?? [])
    return four.includes(first) ? four.toSorted((a, b) => order(a) - order(b)) : [first]
  }
  const kind = kindOf(first.header)
  const beside = others.find(({ header }) => kindOf(header) !== kind && kindOf(header) !== 'other')
  return kind === 'other' || !beside ? [first] : [first, beside]
}

const viewOf = ({ image: { imageLaterality = '', viewPosition = '' } }: Header): string =>
  `${imageLaterality} ${viewPosition}`

/** The image that is in front when a study is opened: the first frontal one, else the first. */
export function frontOf(images: readonly StoredImage[]): number | undefined {
  return (images.find(({ header }) => kindOf(header) === 'frontal') ?? images[0])?.id
}

/** Whether two images show the same from the same side, so that moving one moves the other. */
export const isSameView = (a: Header, b: Header): boolean =>
  a.series.modality === b.series.modality &&
  kindOf(a) === kindOf(b) &&
  a.image.imageLaterality === b.image.imageLaterality
