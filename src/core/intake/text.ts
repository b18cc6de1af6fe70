/** The bytes as latin-1, each byte one character: for comparing signatures. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end)
}

/** Whether the prefix reads as text: UTF-8 or latin-1 without control characters, or UTF-16 with its mark. */
export function isText(prefix: Uint8Array): boolean {
  const mark = latin1(prefix, 0, 2)
  if (mark === '\xff\xfe' || mark === '\xfe\xff') return true
  return prefix.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c)
}

/** A short name of a text file by its first characters. */
export function nameText(prefix: Uint8Array): string {
  const start = latin1(prefix, 0, 512)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'HTML page'
  if (start.startsWith('<svg')) return 'SVG drawing'
  if (start.startsWith('<')) return 'XML document'
  if (/^[[{]\s*["[{\]}]/.test(start)) return 'JSON document'
  return 'text'
}
