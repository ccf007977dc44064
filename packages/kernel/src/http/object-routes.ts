import { badRequest, type Kind, type KubeObject, type ObjectKey, say } from '@dizuo/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authorizer } from '../access/authorizer.ts';
import type { ServedKind, VersionPlan } from '../admission/kind-registry.ts';
import type { Pipeline } from '../admission/pipeline.ts';
import type { DeleteRequest, Propagation } from '../admission/prepare-delete.ts';
import type { WriteOptions } from '../admission/prepared.ts';
import { toVersion } from '../admission/version-conversion.ts';
import { isJsonObject } from '../patch/json-value.ts';
import type { Store } from '../store/store.ts';
import { isTrue, type ListParameters, listQueryOf, selectionOf, version as versionText, wholeNumber } from './list-options.ts';
import { type Representation, representationOf } from './negotiation.ts';
import { callerOf, closeSignal } from './request-context.ts';
import { success } from './status.ts';
import { createTablePrinter, type IncludeObject, partialMetadata, type TablePrinter } from './table.ts';
import { streamChanges } from './watch-stream.ts';

export interface ObjectRouteOptions {
  pipeline: Pipeline;
  store: Store;
  authorizer: Authorizer;
}

interface Params {
  namespace?: string;
  name?: string;
}

interface WriteParameters {
  dryRun?: string;
  fieldValidation?: string;
}

/** Longest watch. A client that wants more watches again; the end spreads reconnections. Kubernetes, `--min-request-timeout`. */
const longestWatchSeconds = 3600;

/** `/api/v1` or `/apis/<group>/<version>`. */
function groupPath(kind: Kind, version: string): string {
  return kind.group ? `/apis/${kind.group}/${version}` : `/api/${version}`;
}

/** Path of the objects of a kind, with `:namespace` where it is namespaced. */
export function collectionPath(kind: Kind, version: string): string {
  const middle = kind.scope === 'Namespaced' ? '/namespaces/:namespace' : '';
  return `${groupPath(kind, version)}${middle}/${kind.plural}`;
}

/** All object paths of all versions of one kind. Kubernetes API concepts, "Resource URIs" and "API verbs". */
export function installObjectRoutes(app: FastifyInstance, served: ServedKind, options: ObjectRouteOptions): void {
  for (const version of served.versions) new ObjectRoutes(app, served, version, options).install();
}

class ObjectRoutes {
  readonly #app: FastifyInstance;
  readonly #served: ServedKind;
  readonly #kind: Kind;
  readonly #version: VersionPlan;
  readonly #options: ObjectRouteOptions;
  readonly #printer: TablePrinter;

  constructor(app: FastifyInstance, served: ServedKind, version: VersionPlan, options: ObjectRouteOptions) {
    this.#app = app;
    this.#served = served;
    this.#kind = served.kind;
    this.#version = version;
    this.#options = options;
    this.#printer = createTablePrinter(served.kind);
  }

  install(): void {
    const kind = this.#kind;
    const collection = collectionPath(kind, this.#version.version);
    const item = `${collection}/:name`;
    const app = this.#app;
    const config = { access: { kind: 'pipeline' } } as const;
    if (kind.scope === 'Namespaced') {
      app.get(`${groupPath(kind, this.#version.version)}/${kind.plural}`, { config }, (request, reply) => this.#list(request, reply));
    }
    app.get(collection, { config }, (request, reply) => this.#list(request, reply));
    app.post(collection, { config }, (request, reply) => this.#create(request, reply));
    app.delete(collection, { config }, (request, reply) => this.#deleteCollection(request, reply));
    app.get(item, { config }, (request, reply) => this.#get(request, reply));
    app.put(item, { config }, (request, reply) => this.#update(request, reply));
    app.patch(item, { config }, (request, reply) => this.#patch(request, reply));
    app.delete(item, { config }, (request, reply) => this.#delete(request, reply));
    if (!kind.hasStatus) return;
    app.get(`${item}/status`, { config }, (request, reply) => this.#get(request, reply, 'status'));
    app.put(`${item}/status`, { config }, (request, reply) => this.#update(request, reply, 'status'));
    app.patch(`${item}/status`, { config }, (request, reply) => this.#patch(request, reply, 'status'));
  }

  async #get(request: FastifyRequest, reply: FastifyReply, subresource?: 'status'): Promise<unknown> {
    const representation = representationOf(request.headers.accept);
    const object = await this.#options.pipeline.get(callerOf(request), this.#served, keyOf(request), { subresource });
    return this.#send(request, reply, object, representation);
  }

  async #list(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const query = request.query as ListParameters;
    const { namespace } = request.params as Params;
    const representation = representationOf(request.headers.accept);
    if (isWatch(query.watch)) return this.#watch(request, reply, representation);
    const page = await this.#options.pipeline.list(callerOf(request), this.#served, listQueryOf(this.#kind, namespace, query));
    const metadata = {
      resourceVersion: page.resourceVersion,
      ...(page.continue ? { continue: page.continue } : {}),
      ...(page.remainingItemCount === undefined ? {} : { remainingItemCount: page.remainingItemCount }),
    };
    const items = this.#version.conversion ? page.items.map((item) => toVersion(this.#version, item)) : page.items;
    const metaVersion = `meta.k8s.io/${representation.metaVersion}`;
    if (representation.as === 'Table') return this.#table(request, items, metadata, representation);
    if (representation.as === 'PartialObjectMetadata') {
      const partial = items.map((item) => partialMetadata(item, representation.metaVersion));
      return { kind: 'PartialObjectMetadataList', apiVersion: metaVersion, metadata, items: partial };
    }
    return { apiVersion: this.#version.apiVersion, kind: `${this.#kind.kind}List`, metadata, items };
  }

  async #watch(request: FastifyRequest, reply: FastifyReply, representation: Representation): Promise<void> {
    const query = request.query as ListParameters;
    const { namespace } = request.params as Params;
    const { pipeline, store, authorizer } = this.#options;
    const caller = callerOf(request);
    const selection = selectionOf(this.#kind, namespace, query);
    const reader = await pipeline.reader(caller, this.#served, 'watch', selection);
    const from = query.resourceVersion && query.resourceVersion !== '0' ? versionText(query.resourceVersion) : undefined;
    const seconds = Math.min(wholeNumber('timeoutSeconds', query.timeoutSeconds) || longestWatchSeconds, longestWatchSeconds);
    const ended = new AbortController();
    const stopListening = authorizer.onRightsChanged((user) => {
      if (user === undefined || user === caller.principal.name) ended.abort();
    });
    const timer = setTimeout(() => ended.abort(), seconds * 1000);
    const signal = AbortSignal.any([closeSignal(reply), ended.signal]);
    const bookmarks = isTrue(query.allowWatchBookmarks ?? 'false');
    const changes = store.watch(this.#kind, { ...selection, reader, signal, bookmarks, ...(from ? { from } : {}) });
    const stream = {
      version: this.#version,
      representation,
      printer: this.#printer,
      include: includeOf(request),
      confidential: this.#kind.confidential === true,
      requestId: request.id,
    };
    try {
      await streamChanges(reply, changes, stream, signal);
    } finally {
      clearTimeout(timer);
      stopListening();
    }
  }

  async #create(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { namespace } = request.params as Params;
    const input = this.#readBody(request, { namespace });
    const options = this.#writeOptions(request);
    const object = await this.#options.pipeline.create(callerOf(request), this.#served, input, options);
    return this.#answer(request, reply.code(201), object, options);
  }

  async #update(request: FastifyRequest, reply: FastifyReply, subresource?: 'status'): Promise<unknown> {
    const key = keyOf(request);
    const options = { ...this.#writeOptions(request), subresource };
    const object = await this.#options.pipeline.update(callerOf(request), this.#served, key, this.#readBody(request, key), options);
    return this.#answer(request, reply, object, options);
  }

  async #patch(request: FastifyRequest, reply: FastifyReply, subresource?: 'status'): Promise<unknown> {
    const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';');
    const patch = { mediaType: mediaType.trim().toLowerCase(), body: request.body };
    const options = { ...this.#writeOptions(request), subresource };
    const object = await this.#options.pipeline.patch(callerOf(request), this.#served, keyOf(request), patch, options);
    return this.#answer(request, reply, object, options);
  }

  async #delete(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { removal, dryRun } = deleteOptions(request);
    const { object, removed } = await this.#options.pipeline.delete(callerOf(request), this.#served, keyOf(request), removal, dryRun);
    const { name, uid } = object.metadata;
    if (!removed) return this.#send(request, reply, object, representationOf(request.headers.accept));
    return success({ name, uid, group: this.#kind.group, kind: this.#kind.plural });
  }

  async #deleteCollection(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { namespace } = request.params as Params;
    const { pipeline } = this.#options;
    const caller = callerOf(request);
    const { removal, dryRun } = deleteOptions(request);
    const selection = selectionOf(this.#kind, namespace, request.query as ListParameters);
    await pipeline.reader(caller, this.#served, 'deletecollection', selection);
    const items: KubeObject[] = [];
    let next: string | undefined;
    do {
      const page = await pipeline.list(caller, this.#served, { ...selection, limit: 500, continue: next });
      for (const { metadata } of page.items) {
        const key = { name: metadata.name, namespace: metadata.namespace };
        const { object } = await pipeline.delete(caller, this.#served, key, { ...removal, uid: metadata.uid }, dryRun);
        items.push(toVersion(this.#version, this.#kind.confidential ? { ...object, data: undefined } : object));
      }
      next = page.continue;
    } while (next);
    reply.code(200);
    return { apiVersion: this.#version.apiVersion, kind: `${this.#kind.kind}List`, metadata: {}, items };
  }

  #answer(request: FastifyRequest, reply: FastifyReply, object: KubeObject, options: WriteOptions): unknown {
    for (const warning of options.warnings ?? []) reply.raw.appendHeader('warning', `299 - ${JSON.stringify(warning)}`);
    return this.#send(request, reply, object, representationOf(request.headers.accept));
  }

  #send(request: FastifyRequest, _reply: FastifyReply, object: KubeObject, representation: Representation): unknown {
    const shown = toVersion(this.#version, object);
    if (representation.as === 'Object') return shown;
    if (representation.as === 'PartialObjectMetadata') return partialMetadata(shown, representation.metaVersion);
    return this.#table(request, [shown], { resourceVersion: object.metadata.resourceVersion }, representation);
  }

  #table(request: FastifyRequest, items: readonly KubeObject[], metadata: unknown, representation: Representation): unknown {
    const include = includeOf(request);
    const now = Date.now();
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${representation.metaVersion}`,
      metadata,
      columnDefinitions: this.#printer.columns,
      rows: items.map((item) => this.#printer.row(item, representation.metaVersion, include, now)),
    };
  }

  /** The object in the body; what the address says is filled in, and must not contradict it. */
  #readBody(request: FastifyRequest, address: { namespace?: string; name?: string }): KubeObject {
    const body = request.body;
    if (!isJsonObject(body)) throw badRequest({ why: say('BodyNotObject')`the body must be a ${this.#kind.kind} as a JSON object` });
    const metadata = body.metadata ?? {};
    if (!isJsonObject(metadata)) throw badRequest({ why: say('MetadataNotObject')`metadata must be an object` });
    agrees('apiVersion', body.apiVersion, this.#version.apiVersion);
    agrees('kind', body.kind, this.#kind.kind);
    if (address.namespace !== undefined) agrees('metadata.namespace', metadata.namespace, address.namespace);
    if (address.name !== undefined) agrees('metadata.name', metadata.name, address.name);
    return {
      ...body,
      apiVersion: this.#version.apiVersion,
      kind: this.#kind.kind,
      metadata: {
        ...metadata,
        ...(address.namespace ? { namespace: address.namespace } : {}),
        ...(address.name ? { name: address.name } : {}),
      },
    } as KubeObject;
  }

  #writeOptions(request: FastifyRequest): WriteOptions {
    const { dryRun, fieldValidation = 'Warn' } = request.query as WriteParameters;
    if (fieldValidation !== 'Ignore' && fieldValidation !== 'Warn' && fieldValidation !== 'Strict') {
      throw badRequest({ why: `fieldValidation must be Ignore, Warn or Strict, not ${fieldValidation}` });
    }
    return { version: this.#version, dryRun: readDryRun(dryRun), fieldValidation, warnings: [] };
  }
}

function agrees(field: string, given: unknown, expected: string): void {
  if (given === undefined || given === null || given === '' || given === expected) return;
  throw badRequest({ why: say('AddressDiffers')`${field} is "${String(given)}", but the address says "${expected}"; make them the same` });
}

function keyOf(request: FastifyRequest): ObjectKey {
  const { namespace, name = '' } = request.params as Params;
  return namespace ? { namespace, name } : { name };
}

function isWatch(text: string | undefined): boolean {
  return text !== undefined && isTrue(text);
}

function readDryRun(text: unknown): boolean {
  if (text === undefined || text === '' || (Array.isArray(text) && text.length === 0)) return false;
  const wanted = Array.isArray(text) ? text[0] : text;
  if (wanted !== 'All') throw badRequest({ why: `dryRun must be All, not ${String(wanted)}` });
  return true;
}

function includeOf(request: FastifyRequest): IncludeObject {
  const { includeObject = 'Metadata' } = request.query as { includeObject?: string };
  if (includeObject === 'None' || includeObject === 'Metadata' || includeObject === 'Object') return includeObject;
  throw badRequest({ why: `includeObject must be None, Metadata or Object, not ${includeObject}` });
}

/** metav1.DeleteOptions, from the body and the query. */
function deleteOptions(request: FastifyRequest): { removal: DeleteRequest; dryRun: boolean } {
  const query = request.query as { propagationPolicy?: string; dryRun?: string; orphanDependents?: string };
  const body = isJsonObject(request.body) ? request.body : {};
  const preconditions = isJsonObject(body.preconditions) ? body.preconditions : {};
  const policy = body.propagationPolicy ?? query.propagationPolicy;
  if (policy !== undefined && policy !== 'Background' && policy !== 'Foreground' && policy !== 'Orphan') {
    throw badRequest({ why: `propagationPolicy must be Background, Foreground or Orphan, not ${String(policy)}` });
  }
  const orphan = body.orphanDependents === true || query.orphanDependents === 'true';
  const propagation = (policy as Propagation | undefined) ?? (orphan ? 'Orphan' : undefined);
  return {
    removal: {
      ...(typeof preconditions.uid === 'string' ? { uid: preconditions.uid } : {}),
      ...(typeof preconditions.resourceVersion === 'string' ? { resourceVersion: preconditions.resourceVersion } : {}),
      ...(propagation ? { propagation } : {}),
    },
    dryRun: readDryRun(body.dryRun ?? query.dryRun),
  };
}
