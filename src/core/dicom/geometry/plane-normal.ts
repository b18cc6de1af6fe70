/** The normal of a plane by its row and column direction cosines (ImageOrientationPatient, PS3.3 C.7.6.2.1.1). */
export function planeNormal([ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0]: readonly number[]): readonly number[] {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx]
}
