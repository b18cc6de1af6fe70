export function ModelsScreen() {
  return <div className="page" />
}
