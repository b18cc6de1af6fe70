/**
 * Names on Linux are bytes, not text: an old disc brings latin-1 ones. In our strings a byte that is not UTF-8 stands as
 * a lone surrogate U+DC80…U+DCFF (as in Python's PEP 383), which JSON carries; here it becomes bytes again and back.
 */
export function toNativePath(path: string): string | Buffer {
  if (path.isWellFormed()) return path
  const parts = path.split(/([\udc80-\udcff]+)/u)
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 0 ? Buffer.from(part) : Buffer.from([...part].map((each) => each.charCodeAt(0) & 0xff)),
    ),
  )
}

/** The path or name that the system gives as bytes, as our string. */
export function fromNativePath(bytes: Buffer): string {
  const text = bytes.toString()
  if (!text.includes('\ufffd') || Buffer.from(text).equals(bytes)) return text
  let result = ''
  for (let offset = 0; offset < bytes.length;) {
    const length = [1, 2, 3, 4].find((each) => isCharacter(bytes.subarray(offset, offset + each)))
    const byte = bytes[offset] ?? 0
    result += length ? bytes.toString('utf8', offset, offset + length) : String.fromCharCode(0xdc00 | byte)
    offset += length ?? 1
  }
  return result
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function isCharacter(bytes: Buffer): boolean {
  try {
    return [...decoder.decode(bytes)].length === 1
  } catch {
    return false
  }
}
