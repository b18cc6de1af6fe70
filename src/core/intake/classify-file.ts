import { TriageError, type Failure } from '#shared/errors.ts'
import {
  isDicom,
  isDicomDirectory,
  matchSignature,
  otherSignatures,
  rasterSignatures,
  unreadSignatures,
  zipSignatures,
} from './file-signatures.ts'
import { latin1, isText, nameText } from './text.ts'
import type { ImageFormat } from './source.ts'

/** What a file is by its first bytes and its name: what to do with it. */
export type Classification =
  | { readonly kind: 'image'; readonly format: ImageFormat }
  | { readonly kind: 'archive' }
  | { readonly kind: 'skipped'; readonly what: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** What a DICOMDIR is called where it is skipped. */
export const dicomDirectory = 'DICOM directory'

/** A name that claims an image; macOS writes `._name` beside `name`, which claims nothing. */
const claimsImage = /^(?!\._).*\.(dcm|dicom|dic|ima|acr|png|jpe?g|jfif|tiff?)$/i

/** Names of what programs and systems leave beside images, for content that has no signature or none at all. */
const otherNames: readonly (readonly [what: string, name: RegExp])[] = [
  ['thumbnail list', /^(ehthumbs|ehthumbs_vista|thumbs)\.db$/i],
  ['macOS folder settings', /^\.(ds_store|localized|apdisk|volumeicon\.icns)$/i],
  ['macOS resource file', /^\._/],
  ['Windows folder settings', /^(desktop|autorun|folder)\.(ini|inf|htt)$/i],
  ['version control or lock file', /^\.(git\w+|hg\w+|nomedia|gitkeep|keep)$/i],
  [
    'part of a program',
    /\.(exe|dll|ocx|sys|drv|msi|cab|com|bat|cmd|ps1|sh|so(\.\d+)*|dylib|jar|class|pyc?|js|mjs|ts|css|map|pak|res|rsrc|nib|lproj|mui|lng|lang|manifest|config|cfg|conf|ini|inf|reg|plist|lnk|url|desktop|lock|pid|tmp)$/i,
  ],
  ['document', /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|md|csv|tsv|json|jsonl|xml|xslt?|html?|xhtml|chm|hlp|log)$/i],
  ['database', /\.(db|sqlite3?|mdb|accdb|ldf|mdf|idx|wal|shm)$/i],
  ['sound or video', /\.(mp[34]|m4[av]|avi|mov|mkv|webm|wmv|wma|wav|ogg|flac|swf)$/i],
  ['font or icon', /\.(ttf|otf|woff2?|eot|ico|icns|cur|svg)$/i],
  ['model', /\.(onnx|pt|pth|safetensors|npz|npy)$/i],
]

/** Zip containers that are documents or programs, by their name or by what lies first in them. */
const zipDocuments = /\.(docx|docm|xlsx|xlsm|pptx|od[tspg]|epub|jar|war|apk|xpi|whl|nupkg|vsix|mrb|kmz)$/i
const zipDocumentStarts = /^(\[Content_Types\]\.xml|_rels\/|mimetype|META-INF\/)/

const refuse = (failure: TriageError): Classification => ({ kind: 'refused', failure: failure.toFailure() })

/**
 * Decides what a file is. The rule: *refused* looks as if it should have been an image, or is unknown; *skipped* is
 * recognised and no image. Content goes before the name, but a name that claims an image is held to it.
 * Whether DICOM holds pixels is for the header to say.
 */
export function classifyFile(prefix: Uint8Array, name: string, fileBytes: number): Classification {
  const byName = otherNames.find(([, pattern]) => pattern.test(name))?.[0]
  const skipByName = byName !== undefined && !claimsImage.test(name)
  if (fileBytes === 0) {
    if (skipByName) return { kind: 'skipped', what: byName }
    return refuse(new TriageError('empty', 'Expected an image; the file has no bytes.', 'intake'))
  }
  if (isDicom(prefix, fileBytes)) {
    return isDicomDirectory(prefix) ? { kind: 'skipped', what: dicomDirectory } : { kind: 'image', format: 'dicom' }
  }
  const raster = matchSignature(rasterSignatures, prefix)
  if (raster) return { kind: 'image', format: raster }
  if (matchSignature(zipSignatures, prefix)) return classifyZip(prefix, name)
  return classifyOther(prefix, name, skipByName ? byName : undefined)
}

function classifyZip(prefix: Uint8Array, name: string): Classification {
  if (zipDocuments.test(name) || zipDocumentStarts.test(latin1(prefix, 30, 60))) {
    return { kind: 'skipped', what: 'document or program in a ZIP container' }
  }
  return { kind: 'archive' }
}

function classifyOther(prefix: Uint8Array, name: string, byName: string | undefined): Classification {
  const what = matchSignature(otherSignatures, prefix) ?? (isText(prefix) ? nameText(prefix) : undefined) ?? byName
  if (claimsImage.test(name)) {
    const came = what ? `its bytes are of another kind (${what})` : 'its bytes are of no known kind'
    return refuse(new TriageError('not-an-image', `Expected an image by the name; ${came}.`, 'intake'))
  }
  const unread = matchSignature(unreadSignatures, prefix)
  if (unread) {
    const kind = unread.endsWith('archive') ? 'bad-archive' : 'not-an-image'
    const wanted = 'Expected DICOM, PNG, JPEG, TIFF or a ZIP archive'
    return refuse(new TriageError(kind, `${wanted}; this is ${unread}.`, 'intake'))
  }
  if (what) return { kind: 'skipped', what }
  return refuse(new TriageError('not-an-image', 'Expected an image; the bytes are of no known kind.', 'intake'))
}
