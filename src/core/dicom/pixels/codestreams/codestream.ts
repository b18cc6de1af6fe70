/** The codings whose frames have a header of their own. */
export type CodestreamKind = 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k' | 'jpeg-xl'

/** What a codestream says of its image, in its own header. */
export type Codestream = {
  readonly rows: number
  readonly columns: number
  readonly samplesPerPixel: number
  /** Bits of a sample; of the widest, where they differ. */
  readonly bits: number
  /** Where the codestream says so at all. */
  readonly signed: boolean | undefined
  /** Of JPEG 2000. */
  readonly tiles?: number
}
