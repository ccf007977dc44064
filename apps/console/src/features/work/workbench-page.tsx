export function WorkbenchPage() {
  return <div className="page" />;
}
