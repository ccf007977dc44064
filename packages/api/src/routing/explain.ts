import type { DataPlaneConfiguration, DataPlaneListener, DataPlaneMatch, DataPlaneRule } from '../gateway/data-plane-configuration.ts';
import { type CompiledMatch, compileMatch, firstMisfit, type Routable } from './compiled-match.ts';
import { ListenerChoice } from './listener-choice.ts';
import { RouteTable } from './route-table.ts';

/** Which listener, rule, policies and backends serve a request, and why nothing else does. */
export interface Explanation {
  listener?: Pick<DataPlaneListener, 'name' | 'port' | 'protocol' | 'hostname'>;
  /** Absent: the answer is 404. */
  serves?: { rule: DataPlaneRule; match: DataPlaneMatch };
  /** Others that have the host name, those of higher precedence first; at most `mostOthers`. */
  others: { rule: string; match: DataPlaneMatch; misfit: string }[];
}

const mostOthers = 50;

/** Decides as the data plane does, by the same table. Pure. */
export function explainRequest(configuration: DataPlaneConfiguration, request: Routable): Explanation {
  const { listeners, rules, matches } = configuration;
  const { hostname } = request.head;
  const at = listeners.length > 1 ? new ListenerChoice(listeners).of(request.port, hostname) : 0;
  const found = new RouteTable(configuration, rules).find(request);
  const candidates = matches.flatMap((given, order) => {
    const rule = rules[given.rule];
    return rule && hostFits(given.host, hostname) ? [compileMatch(given, rule, order)] : [];
  });
  const listener = at === undefined ? undefined : listeners[at];
  return {
    ...(listener ? { listener: shown(listener) } : {}),
    ...(found ? { serves: { rule: found.rule, match: found.given } } : {}),
    others: candidates
      .filter((match) => match.order !== found?.order)
      .slice(0, mostOthers)
      .map((match) => ({ rule: match.rule.id, match: match.given, misfit: misfitOf(match, request, at, found) })),
  };
}

/** `listener`, `host`, a part of the match, or `precedence`: it fits, but the other goes before it. */
function misfitOf(
  match: CompiledMatch<DataPlaneRule>,
  request: Routable,
  listener: number | undefined,
  found: CompiledMatch<DataPlaneRule> | undefined,
): string {
  if (listener !== undefined && match.given.listeners !== undefined && !match.given.listeners.includes(listener)) return 'listener';
  const misfit = firstMisfit(match, request);
  if (misfit) return misfit;
  return found && match.given.host !== found.given.host ? 'host' : 'precedence';
}

function hostFits(pattern: string, hostname: string): boolean {
  if (pattern === '' || pattern === hostname) return true;
  return pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)) && hostname.length >= pattern.length;
}

function shown({ name, port, protocol, hostname }: DataPlaneListener): NonNullable<Explanation['listener']> {
  return { name, port, protocol, ...(hostname ? { hostname } : {}) };
}
