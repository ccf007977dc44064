import {
  type DataPlaneBackend,
  type DataPlaneCanary,
  type DataPlaneConfiguration,
  type DataPlaneRule,
  type DataPlaneShare,
  type HeaderChanges,
  identityHeader,
} from '@dizuo/api';
import { inTurn } from '@dizuo/api/routing';
import { CorsRules } from '../policy/cors-rules.ts';

/** A header filter, ready: names that go, and the lines that come. */
export interface CompiledChanges {
  gone: ReadonlySet<string>;
  lines: string;
}

/** A share of a rule's traffic, with what the rule says for all of it. */
export interface CompiledShare extends Pick<DataPlaneShare, 'redirect' | 'rewrite'> {
  backend: DataPlaneBackend | undefined;
  weight: number;
  requestChanges: CompiledChanges | undefined;
  responseChanges: CompiledChanges | undefined;
}

/** A rule with what does not change from request to request worked out. */
export interface CompiledRule
  extends Omit<DataPlaneRule, 'canary' | 'mirrors' | 'cors' | 'backends' | 'requestHeaders' | 'responseHeaders'> {
  /** Namespace of the route. */
  tenant: string;
  shares: readonly CompiledShare[];
  canary?: { given: DataPlaneCanary; backend: DataPlaneBackend | undefined };
  /** Who gets copies, of what share of the requests, and with what headers. */
  mirrors?: { backend: DataPlaneBackend; share: number }[];
  mirrorChanges?: CompiledChanges | undefined;
  cors?: CorsRules;
}

export function compileRules({ rules, backends }: Pick<DataPlaneConfiguration, 'rules' | 'backends'>): CompiledRule[] {
  const byId = new Map(backends.map((backend) => [backend.id, backend]));
  return rules.map((rule) => compileRule(rule, byId));
}

function compileRule(rule: DataPlaneRule, backends: ReadonlyMap<string, DataPlaneBackend>): CompiledRule {
  const { canary, mirrors, cors, backends: shares, requestHeaders, responseHeaders, ...given } = rule;
  return {
    ...given,
    ...(canary ? { canary: { given: canary, backend: backends.get(canary.canary) } } : {}),
    ...(mirrors ? { mirrors: compileMirrors(mirrors, backends), mirrorChanges: compileChanges(requestHeaders) } : {}),
    ...(cors ? { cors: new CorsRules(cors) } : {}),
    tenant: rule.id.slice(0, Math.max(0, rule.id.indexOf('/'))),
    shares: shares.map((share) => ({
      backend: share.backend === undefined ? undefined : backends.get(share.backend),
      weight: share.weight,
      requestChanges: bothChanges(requestHeaders, share.requestHeaders),
      responseChanges: bothChanges(responseHeaders, share.responseHeaders),
      ...own('redirect', share.redirect),
      ...own('rewrite', share.rewrite ?? rule.rewrite),
    })),
  };
}

function compileMirrors(mirrors: NonNullable<DataPlaneRule['mirrors']>, backends: ReadonlyMap<string, DataPlaneBackend>) {
  return mirrors.flatMap(({ backend: id, numerator, denominator }) => {
    const backend = backends.get(id);
    return backend ? [{ backend, share: numerator / denominator }] : [];
  });
}

function own<N extends string, V>(name: N, value: V | undefined): { [K in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [K in N]?: V };
}

function bothChanges(first: HeaderChanges | undefined, second: HeaderChanges | undefined): CompiledChanges | undefined {
  return first || second ? compileChanges(inTurn([first, second])) : undefined;
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
