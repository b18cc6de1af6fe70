const shortLength = 'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'
const longLength = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'

/** The value representations of PS3.5 6.2 by their two bytes, with the size of their length field in explicit VR. */
const lengthFields = new Map<number, { readonly vr: string; readonly long: boolean }>(
  [shortLength, longLength].flatMap((vrs, index) =>
    vrs.split(' ').map((vr) => [(vr.charCodeAt(0) << 8) | vr.charCodeAt(1), { vr, long: index === 1 }] as const),
  ),
)

/** The value representation that two bytes name, if they name one. */
export function vrOf(first: number, second: number): { readonly vr: string; readonly long: boolean } | undefined {
  return lengthFields.get((first << 8) | second)
}
