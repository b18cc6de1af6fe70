import { createPictureRenderer, type PictureRenderer } from './picture-renderer.ts'

let made: PictureRenderer | undefined

/** The window's one renderer, made when the first picture is drawn. */
export const theRenderer = (): PictureRenderer => (made ??= createPictureRenderer())
