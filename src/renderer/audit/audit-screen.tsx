export function AuditScreen() {
  return <div className="page" />
}
