export function WorklistScreen() {
  return <div className="page" />
}
