/** The notice that stands on every screen and every page that shows an image or a score. */
export const researchNotice = 'For research use only. Not a medical device. Not for diagnostic use.'
