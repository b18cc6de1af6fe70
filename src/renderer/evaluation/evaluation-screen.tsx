export function EvaluationScreen() {
  return <div className="page" />
}
