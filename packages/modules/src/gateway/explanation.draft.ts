import {
  type AskedDraft,
  AuthPolicy,
  badRequest,
  type DraftObject,
  type DraftRefusal,
  defaultGatewayName,
  GRPCRoute,
  HTTPRoute,
  type Kind,
  type KubeObject,
  type ObjectOf,
  say,
  spoken,
  systemNamespace,
} from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import type { Draft } from './draft.ts';
import type { Compilation } from './gateway.compile.ts';
import { targetKey } from './policy-attachment.ts';
import type { RouteOutcome } from './route.compile.ts';

const draftKinds = [HTTPRoute, GRPCRoute, AuthPolicy] as const;
const kindNames = draftKinds.map(({ kind }) => kind);
const written = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    apiVersion: { enum: [...new Set(draftKinds.map(({ apiVersion }) => apiVersion))] },
    kind: { enum: kindNames },
    metadata: { type: 'object' },
  },
};
const removed = {
  type: 'object',
  required: ['kind', 'name'],
  additionalProperties: false,
  properties: { kind: { enum: kindNames }, name: { type: 'string', minLength: 1, maxLength: 253 } },
};
export const draftSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { write: { type: 'array', maxItems: 8, items: written }, remove: { type: 'array', maxItems: 8, items: removed } },
};

/**
 * The draft as it would be stored. Every write of it goes through everything but the commit, as the client's own: what may not be
 * written there is refused as the write would be.
 */
export async function admittedDraft(
  client: ObjectClient,
  namespace: string,
  { write = [], remove = [] }: AskedDraft['draft'],
): Promise<Draft> {
  for (const object of write) mustBeWithin(namespace, object);
  const gone = remove.map(({ kind, name }) => ({ kind: kindOf(kind), key: { namespace, name } }));
  for (const { kind, key } of gone) await client.delete(kind, key, { dryRun: true });
  const stored: { kind: Kind; object: KubeObject }[] = [];
  for (const object of write) {
    const kind = kindOf(object.kind);
    const inPlace = { ...object, metadata: { ...object.metadata, namespace } };
    stored.push({ kind, object: (await client.dryRun(kind, inPlace as never)) as KubeObject });
  }
  return { written: stored, removed: gone };
}

function kindOf(name: string | undefined): Kind {
  return draftKinds.find(({ kind }) => kind === name) as Kind;
}

function mustBeWithin(namespace: string, { kind, metadata }: DraftObject): void {
  const given = metadata.namespace ?? namespace;
  if (given === namespace) return;
  throw badRequest({
    why: say(
      'DraftElsewhere',
    )`${kind} ${metadata.name ?? ''} of the draft is in ${given}, but the address says ${namespace}; make them the same`,
  });
}

/** The Gateway that the draft is about: the one that its first route names. */
export function gatewayOf({ written }: Draft): string {
  const routes = written.flatMap(({ kind, object }) => (kind === AuthPolicy ? [] : [object as ObjectOf<typeof HTTPRoute>]));
  for (const { metadata, spec } of routes)
    for (const { namespace, name } of spec.parentRefs ?? []) return `${namespace ?? metadata.namespace}/${name}`;
  return `${systemNamespace}/${defaultGatewayName}`;
}

/** What the Gateway would not take of the draft's routes, or not find for them. Pure. */
export function draftRefusals({ written }: Draft, { routes }: Compilation): DraftRefusal[] {
  return written.flatMap(({ object: { kind, metadata } }) => {
    const outcomes = routes.get(targetKey(kind ?? '', metadata.namespace ?? '', metadata.name)) ?? [];
    const found = outcomes.flatMap((outcome) => refusalsOf(metadata.name, outcome));
    return [...new Map(found.map((refusal) => [JSON.stringify(refusal), refusal])).values()];
  });
}

function refusalsOf(route: string, { accepted, resolved, silent }: RouteOutcome): DraftRefusal[] {
  const types = [
    ['Accepted', accepted],
    ['ResolvedRefs', resolved],
    ['Programmed', accepted ? undefined : silent],
  ] as const;
  return types.flatMap(([type, refusal]) =>
    refusal ? [{ route, type, status: 'False', reason: refusal.reason, ...spoken(refusal.message) }] : [],
  );
}
