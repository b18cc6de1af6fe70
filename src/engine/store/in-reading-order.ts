import { orderByGeometry } from '#core/dicom/geometry/order-by-geometry.ts'
import type { StudyDetail } from '#shared/study.ts'

/** A study with the images of each series in the order in which a person pages through them. */
export function inReadingOrder(study: StudyDetail): StudyDetail {
  const images = new Map(study.images.map((image) => [image.id, image]))
  const series = study.series.map((one) => {
    const placed = one.imageIds.flatMap((id) => {
      const header = images.get(id)?.header.image
      return header ? [{ ...header, id }] : []
    })
    return { ...one, imageIds: orderByGeometry(placed).map(({ id }) => id) }
  })
  const ordered = series.flatMap(({ imageIds }) => imageIds).flatMap((id) => images.get(id) ?? [])
  return { ...study, series, images: ordered.length === images.size ? ordered : study.images }
}
