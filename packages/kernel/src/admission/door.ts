import { forbidden, type Kind, type KubeObject, notFound, type ObjectKey, say, unauthorized } from '@dizuo/api';
import type { AccessRequest, Authorizer, Decision, ListScope } from '../access/authorizer.ts';
import type { Reader, Store } from '../store/store.ts';
import type { Caller } from './caller.ts';

/** A question about one object, still without the object. */
export interface ObjectRequest {
  verb: string;
  subresource?: string;
}

/**
 * The authorization of every call. What a caller may not see does not exist for them: whoever may do something in a namespace gets
 * "not found" for a hidden object as for a missing one, and whoever may do nothing there gets "forbidden" for both.
 */
export class Door {
  readonly #authorizer: Authorizer;
  readonly #store: Store;

  constructor(authorizer: Authorizer, store: Store) {
    this.#authorizer = authorizer;
    this.#store = store;
  }

  /** The object, if the caller may do this with it. Throws `notFound`, `forbidden` or `unauthorized`. */
  async fetch(caller: Caller, kind: Kind, key: ObjectKey, asked: ObjectRequest): Promise<KubeObject> {
    if (caller.trusted) {
      const object = await this.#store.get(kind, key, 'system');
      if (!object) throw notFound({ kind: kind.kind, ...key });
      return object;
    }
    const request = requestFor(caller, kind, key, asked);
    const reader = await this.#reader(request);
    const object = await this.#store.get(kind, key, reader);
    const decision = object && (await this.#decide({ ...request, object }));
    if (object && decision?.allowed) return object;
    throw await this.#refusal(kind, key, request, object, decision);
  }

  /** Lets a write pass that leads from `object` to `proposed`. Throws like `fetch`. */
  async allowWrite(
    caller: Caller,
    kind: Kind,
    key: ObjectKey,
    asked: ObjectRequest,
    object: KubeObject | undefined,
    proposed: KubeObject | undefined,
  ): Promise<string[]> {
    if (caller.trusted) return noPolicies;
    const request = requestFor(caller, kind, key, asked);
    const decision = await this.#decide({ ...request, object, proposed });
    if (decision.allowed) return decision.policies;
    if (!object) throw refused(request, decision);
    throw await this.#refusal(kind, key, request, object, decision);
  }

  /** What of a list or watch the caller may see. Throws `forbidden` or `unauthorized` where it is nothing. */
  async listReader(
    caller: Caller,
    kind: Kind,
    verb: 'list' | 'watch' | 'deletecollection',
    namespace?: string,
    name?: string,
  ): Promise<Reader> {
    if (caller.trusted) return 'system';
    const request: AccessRequest = { principal: caller.principal, verb, resource: kind.id, namespace, name };
    const scope = await this.#authorizer.scope(request);
    if (scope) return scope;
    throw refused(request, await this.#decide(request));
  }

  /** Asks one question. Throws `forbidden` or `unauthorized` where the answer is no. */
  async require(caller: Caller, asked: Omit<AccessRequest, 'principal'>): Promise<void> {
    if (caller.trusted) return;
    const request = { ...asked, principal: caller.principal };
    const decision = await this.#decide(request);
    if (!decision.allowed) throw refused(request, decision);
  }

  #decide(request: AccessRequest): Decision | Promise<Decision> {
    return this.#authorizer.authorize(request);
  }

  /** Reads pass the second wall with the scope of the list, so that both walls agree; writes are confined to the namespace they name. */
  async #reader(request: AccessRequest): Promise<ListScope> {
    const confined: ListScope = { namespaces: [request.namespace ?? ''] };
    if (request.verb !== 'get' || request.subresource) return confined;
    const scope = await this.#authorizer.scope(request);
    if (scope) return scope;
    const decision = await this.#decide(request);
    if (!decision.allowed) throw refused(request, decision);
    return confined;
  }

  async #refusal(kind: Kind, key: ObjectKey, request: AccessRequest, object?: KubeObject, decision?: Decision): Promise<Error> {
    if (object && decision) {
      const seen = await this.#decide({ ...request, verb: 'get', subresource: undefined, object });
      if (seen.allowed) return refused(request, decision);
    }
    const inGeneral = await this.#decide(request);
    return inGeneral.allowed ? notFound({ kind: kind.kind, ...key }) : refused(request, inGeneral);
  }
}

const noPolicies: string[] = [];

function requestFor(caller: Caller, kind: Kind, key: ObjectKey, asked: ObjectRequest): AccessRequest {
  return {
    principal: caller.principal,
    verb: asked.verb,
    resource: kind.id,
    subresource: asked.subresource,
    namespace: key.namespace,
    name: key.name,
  };
}

function refused(request: AccessRequest, decision: Decision): Error {
  if (request.principal.type === 'anonymous')
    return unauthorized({ why: say('SignInFirst')`sign in first: this needs to know who you are` });
  const place = request.namespace ? ` in namespace ${request.namespace}` : '';
  return forbidden({
    action: request.verb,
    resource: `${request.resource}${request.subresource ? `/${request.subresource}` : ''}${request.name ? ` "${request.name}"` : ''}${place}`,
    why: decision.reason || say('NoPolicyPermits')`no policy permits it`,
    policies: decision.policies,
    missing: decision.missing,
    ask: decision.ask,
  });
}
