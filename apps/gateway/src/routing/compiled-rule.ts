import {
  type DataPlaneBackend,
  type DataPlaneCanary,
  type DataPlaneConfiguration,
  type DataPlaneRule,
  type HeaderChanges,
  identityHeader,
} from '@dizuo/api';

/** A header filter, ready: names that go, and the lines that come. */
export interface CompiledChanges {
  gone: ReadonlySet<string>;
  lines: string;
}

/** A rule with what does not change from request to request worked out. */
export interface CompiledRule extends Omit<DataPlaneRule, 'canary'> {
  /** Namespace of the route. */
  tenant: string;
  shares: readonly { backend: DataPlaneBackend | undefined; weight: number }[];
  requestChanges: CompiledChanges | undefined;
  responseChanges: CompiledChanges | undefined;
  canary?: { given: DataPlaneCanary; backend: DataPlaneBackend | undefined };
}

export function compileRules({ rules, backends }: Pick<DataPlaneConfiguration, 'rules' | 'backends'>): CompiledRule[] {
  const byId = new Map(backends.map((backend) => [backend.id, backend]));
  return rules.map((rule) => compileRule(rule, byId));
}

function compileRule(rule: DataPlaneRule, backends: ReadonlyMap<string, DataPlaneBackend>): CompiledRule {
  const { canary, ...given } = rule;
  return {
    ...given,
    ...(canary ? { canary: { given: canary, backend: backends.get(canary.canary) } } : {}),
    tenant: rule.id.slice(0, Math.max(0, rule.id.indexOf('/'))),
    shares: rule.backends.map(({ backend, weight }) => ({ backend: backend === undefined ? undefined : backends.get(backend), weight })),
    requestChanges: compileChanges(rule.requestHeaders),
    responseChanges: compileChanges(rule.responseHeaders),
  };
}

/** What decides where a message ends, and what only the gateway may say, no filter touches. */
const reserved = new Set(['content-length', 'transfer-encoding', 'connection', 'upgrade', 'te', 'trailer', identityHeader, 'x-request-id']);

/** Remove, then set, then add. Gateway API, HTTPHeaderFilter. */
export function compileChanges(changes: HeaderChanges | undefined): CompiledChanges | undefined {
  if (changes === undefined) return undefined;
  const said = [...changes.set, ...changes.add].filter(({ name }) => !reserved.has(name.toLowerCase()));
  const set = changes.set.map(({ name }) => name.toLowerCase());
  const removed = changes.remove.filter((name) => name !== 'host');
  const gone = new Set([...removed, ...set].filter((name) => !reserved.has(name)));
  return { gone, lines: said.map(({ name, value }) => `${name}: ${value}\r\n`).join('') };
}
