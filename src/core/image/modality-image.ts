import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { ImageHeader } from '#shared/header.ts'

/**
 * An image in modality units (after modality LUT or rescale, PS3.3 C.11.1) or in colour, with what is needed to show it.
 * Values are still those the device measured: no window, no inversion.
 */
export type ModalityImage =
  | {
      readonly kind: 'grey'
      readonly rows: number
      readonly columns: number
      /** Stored values where the modality transform is linear, so that nothing is rounded; entries of its LUT where it is not. */
      readonly values: StoredPixels['data']
      /** modality value = values[i] · slope + intercept */
      readonly slope: number
      readonly intercept: number
      readonly units: string | undefined
      /** 1 where the pixel is padding and belongs to no statistic; absent when nothing is padded. */
      readonly padding: Uint8Array | undefined
      /** Of the modality values, padding left out. */
      readonly minimum: number
      readonly maximum: number
      /** As decoded, for models that were trained on stored values. */
      readonly stored: Pick<StoredPixels, 'data' | 'bitsStored' | 'signed'>
      readonly header: ImageHeader
    }
  | {
      readonly kind: 'colour'
      readonly rows: number
      readonly columns: number
      /** RGB, interleaved, 8 bits. */
      readonly values: Uint8Array
      readonly header: ImageHeader
    }

export type GreyImage = Extract<ModalityImage, { kind: 'grey' }>
