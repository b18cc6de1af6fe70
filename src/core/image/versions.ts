import sharp from 'sharp'

/** Versions of the imaging libraries in use. */
export const imagingVersions = (): { readonly sharp: string; readonly libvips: string } => ({
  sharp: sharp.versions.sharp ?? '',
  libvips: sharp.versions.vips,
})
