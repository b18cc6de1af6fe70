/**
 * The stored values of one frame: as they lie in the file, sign-extended and masked to BitsStored, row by row, samples
 * interleaved (colour by pixel) – before rescale, window, palette or inversion.
 */
export type StoredPixels = {
  readonly rows: number
  readonly columns: number
  readonly samplesPerPixel: number
  readonly bitsStored: number
  readonly signed: boolean
  /** Length rows · columns · samplesPerPixel. Float pixel data keeps its type. */
  readonly data:
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Uint32Array
    | Int32Array
    | Float32Array
    | Float64Array
  /** As decoded: a codec that returns RGB for a YBR stream says RGB here. */
  readonly photometricInterpretation: string
}

/** A lookup table of PS3.3 C.11.1 or C.11.2: the first input value mapped and the entries. */
export type LookupTable = {
  readonly firstMapped: number
  readonly bits: number
  readonly entries: Uint16Array
  readonly explanation?: string | undefined
}

/** The tables that give stored values their meaning; large, so they travel beside the header and not in it. */
export type PixelTables = {
  readonly modalityLut?: LookupTable | undefined
  readonly voiLuts: readonly LookupTable[]
  readonly presentationLut?: LookupTable | undefined
  readonly palette?: { readonly red: LookupTable; readonly green: LookupTable; readonly blue: LookupTable } | undefined
  /** Overlay planes (60xx), one byte a pixel, 0 or 1, origin in image pixels counted from 1. */
  readonly overlays: readonly {
    readonly rows: number
    readonly columns: number
    readonly originRow: number
    readonly originColumn: number
    readonly data: Uint8Array
    readonly label?: string | undefined
  }[]
  readonly iccProfile?: Uint8Array | undefined
}
