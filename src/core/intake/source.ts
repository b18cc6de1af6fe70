import { sep } from 'node:path'
import type { Failure } from '#shared/errors.ts'

/** Where the bytes of a source lie. An archive's entry is named as its central directory names it, unique in the archive. */
export type SourceLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'archive'; readonly archivePath: string; readonly entry: string }

/** What a file was when it was found: enough to notice later that it is another one. */
export type SourceIdentity = {
  readonly bytes: number
  /** Milliseconds since 1970; an archive's entry has the time of its archive. */
  readonly modifiedMs: number
  /** Device and inode of the file or of the archive. */
  readonly inode: string
}

export type ImageFormat = 'dicom' | 'png' | 'jpeg' | 'tiff'

/** One thing that a walk came upon; each file is in exactly one of the three. */
export type SourceEntry =
  | {
      readonly kind: 'found'
      /** The argument joined with the relative path; inside archives `a.zip!/entry`. Shown, never logged. */
      readonly displayPath: string
      readonly location: SourceLocation
      readonly identity: SourceIdentity
      /** By content; the file may still turn out not to hold an image. */
      readonly format: ImageFormat
    }
  | { readonly kind: 'refused'; readonly displayPath: string; readonly failure: Failure }
  /** A recognised file that is no image, with what it is. */
  | { readonly kind: 'skipped'; readonly displayPath: string; readonly what: string }

/**
 * The name as it may be shown and stored: control characters, those that reverse the reading direction and bytes that are
 * no text stand as their numbers, and so does a stroke that looks like the start of one: different names stay different.
 */
export function toDisplayName(name: string): string {
  return name.replace(numbered, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const unshown = String.raw`[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]`
/** Windows parts its folders with this stroke, and has none of those characters in names. */
const numbered = new RegExp(sep === '\\' ? unshown : String.raw`${unshown}|\\(?=u[0-9a-f]{4})`, 'gu')
