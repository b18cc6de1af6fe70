/** The reading room of one study. */
export function StudyScreen({ studyId }: { readonly studyId: number }) {
  return <h1>{studyId}</h1>
}
