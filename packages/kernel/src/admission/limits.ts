import type { Kind, KubeObject, QuotaLimit } from '@dizuo/api';
import type { WriteItem } from '../store/store.ts';

/** Limits that the object sets, and the end of those that only `old` set. */
export function limitsOf(kind: Kind, object: KubeObject, old?: KubeObject): WriteItem[] {
  const given = limits(kind, object);
  const left = old ? limits(kind, old).filter(({ scope }) => !given.some((limit) => limit.scope === scope)) : [];
  return [...given.map((limit): WriteItem => ({ op: 'limits', ...limit })), ...left.map(ending)];
}

/** The end of all limits that the object set. */
export function limitsEnding(kind: Kind, object: KubeObject): WriteItem[] {
  return limits(kind, object).map(ending);
}

function limits(kind: Kind, object: KubeObject): QuotaLimit[] {
  return kind.limits?.(object as never) ?? [];
}

function ending({ scope }: QuotaLimit): WriteItem {
  return { op: 'limits', scope, hard: {} };
}
