/** An address as it is typed in. Pure. */
export function endpointText(endpoint: { host: string; port: number; database?: string } | undefined): string {
  if (!endpoint) return '—';
  return `${endpoint.host}:${endpoint.port}${endpoint.database ? `/${endpoint.database}` : ''}`;
}
