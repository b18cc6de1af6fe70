/** SQL for: a reading is in force, for no other record takes its place that was not itself taken back. */
export const inForce = (reading: string): string =>
  `${reading}.kind = 'reading' AND NOT EXISTS (SELECT 1 FROM readings later WHERE later.supersedes = ${reading}.id
   AND NOT EXISTS (SELECT 1 FROM readings undone WHERE undone.supersedes = later.id AND undone.kind = 'withdrawal'))`
