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
      /** Stored integers where the modality transform is linear, so that nothing is rounded; floats where it is not. */
      readonly values:
        | Uint8Array
        | Int8Array
        | Uint16Array
        | Int16Array
        | Int32Array
        | Uint32Array
        | Float32Array
        | Float64Array
      /** modality value = values[i] · slope + intercept */
      readonly slope: number
      readonly intercept: number
      readonly units: string | undefined
      /** 1 where the pixel is padding and belongs to no statistic; absent when nothing is padded. */
      readonly padding: Uint8Array | undefined
      readonly minimum: number
      readonly maximum: number
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
