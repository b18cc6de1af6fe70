/**
 * How many scans a JPEG file has (ITU-T T.81 B.1.1). A decoder goes over the whole picture with each: a progressive file has
 * ten or so, and one with thousands keeps it busy for hours. Counts what stands before the first damage.
 */
export function countScans(bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let scans = 0
  for (let at = nextMarker(file, 0); at !== -1; at = nextMarker(file, at)) {
    const marker = file[at + 1] ?? 0
    if (marker === 0xda) scans += 1
    const standsAlone = marker === 0xd8 || marker === 0xd9
    at += standsAlone || at + 4 > file.length ? 2 : 2 + file.readUInt16BE(at + 2)
  }
  return scans
}

/** The next marker at or behind a position: no fill byte, no stuffed one, no restart. */
function nextMarker(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const marker = file[at + 1] ?? 0
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at
  }
  return -1
}
