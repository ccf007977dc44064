import {
  aliveSeconds,
  CanaryPolicy,
  type ConfigurationMessage,
  type DataPlaneConfiguration,
  type DataPlaneEndpoint,
  type EndpointsMessage,
  Gateway,
  gatewayCompilerVersion,
  type KubeObject,
  type ObjectOf,
  Upstream,
  Workload,
} from '@dizuo/api';
import { type ObjectCache, openObjectCache, type Store } from '@dizuo/kernel';
import type { Logger } from 'pino';
import { type Draft, supposing } from './draft.ts';
import { type Compilation, compileGateway } from './gateway.compile.ts';
import { compileInput, gatewayWorldKinds, isOurs, type PlatformPart, type ReadAll } from './gateway-world.ts';
import { upstreamEndpoints, workloadEndpoints } from './upstream.compile.ts';

/** Changes that come together are compiled together. */
const settleMs = 20;
const revocationSweepMs = 5000;

/** Of Workloads the compiler wants to know that they exist; of others not what their status says, but for how far a canary is. */
function tellsCompilerNothing(kind: { id: string }, before: KubeObject, after: KubeObject): boolean {
  if (kind.id === Workload.id) return true;
  const wanted = ({ metadata: { generation, labels, annotations, deletionTimestamp } }: KubeObject) =>
    JSON.stringify([generation, labels, annotations, deletionTimestamp]);
  return kind.id !== CanaryPolicy.id && wanted(before) === wanted(after);
}

/** Where a stream's lines go. False: the reader is slow, and is cut off. */
export type Send<M> = (message: M) => boolean;

/** Makes and hands out what data planes work by, on every server alike. */
export interface ConfigurationHub {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Sends the whole configuration of the Gateway now, and again with every change of it. Returns a stop function. */
  followConfiguration(gateway: string, send: Send<ConfigurationMessage>): () => void;
  /** Sends all endpoints and revocations now, then what changes. */
  followEndpoints(send: Send<EndpointsMessage>): () => void;
  /** The configuration of the Gateway as of now, or undefined where there is no such Gateway of ours. */
  current(gateway: string): DataPlaneConfiguration | undefined;
  /** What would become of the Gateway if the draft were written; undefined as for `current`. Compiles anew with every call. */
  supposed(gateway: string, draft: Draft): Compilation | undefined;
  /** Looks for ended sessions now, rather than at the next round. */
  revocationsChanged(): Promise<void>;
}

export interface HubOptions {
  store: Store;
  platform(): PlatformPart;
  /** Sids of visitor sessions that ended. */
  revoked(): Promise<string[]>;
  log: Logger;
}

export function createConfigurationHub({ store, platform, revoked, log }: HubOptions): ConfigurationHub {
  const abort = new AbortController();
  const configurationReaders = new Map<Send<ConfigurationMessage>, { gateway: string; digest?: string }>();
  const endpointReaders = new Set<Send<EndpointsMessage>>();
  const endpoints = new Map<string, DataPlaneEndpoint[]>();
  /** By Gateway; emptied by every change. */
  const compiled = new Map<string, DataPlaneConfiguration | undefined>();
  const timers: NodeJS.Timeout[] = [];
  let cache: ObjectCache | undefined;
  let settling: NodeJS.Timeout | undefined;
  let sessions: string[] = [];
  let endpointsVersion = 0n;

  const versionText = () => `${endpointsVersion}-${gatewayCompilerVersion}`;

  function current(name: string): DataPlaneConfiguration | undefined {
    if (!compiled.has(name)) compiled.set(name, cache && compileWith(name, cache.all)?.configuration);
    return compiled.get(name);
  }

  function compileWith(name: string, all: ReadAll): Compilation | undefined {
    const gateway = all(Gateway).find((g) => `${g.metadata.namespace}/${g.metadata.name}` === name) as ObjectOf<typeof Gateway> | undefined;
    if (!gateway || !isOurs(gateway, all)) return undefined;
    return compileGateway(compileInput(gateway, all, platform()));
  }

  function publish(): void {
    settling = undefined;
    for (const [send, reader] of configurationReaders) {
      const configuration = current(reader.gateway);
      if (!configuration || configuration.digest === reader.digest) continue;
      reader.digest = configuration.digest;
      send(configuration);
    }
  }

  function note(kind: { id: string }, before: KubeObject | undefined, after: KubeObject | undefined): void {
    if (kind.id === Workload.id || kind.id === Upstream.id) noteEndpoints(kind, before, after);
    if (before && after && tellsCompilerNothing(kind, before, after)) return;
    compiled.clear();
    settling ??= setTimeout(publish, settleMs);
  }

  function noteEndpoints(kind: { id: string }, before: KubeObject | undefined, after: KubeObject | undefined): void {
    const { namespace, name, resourceVersion } = (after ?? before)?.metadata ?? {};
    const id = `${kind.id === Workload.id ? 'Workload' : 'Upstream'}/${namespace}/${name}`;
    const next = after && (kind.id === Workload.id ? workloadEndpoints(after as never) : upstreamEndpoints(after as never));
    if (JSON.stringify(next) === JSON.stringify(endpoints.get(id))) return;
    if (next) endpoints.set(id, next);
    else endpoints.delete(id);
    const version = BigInt(resourceVersion ?? '0');
    if (version > endpointsVersion) endpointsVersion = version;
    const message: EndpointsMessage = { type: 'endpoints', version: versionText(), full: false, backends: { [id]: next ?? null } };
    for (const send of endpointReaders) send(message);
  }

  async function sweep(): Promise<void> {
    const next = await revoked();
    if (JSON.stringify(next) === JSON.stringify(sessions)) return;
    sessions = next;
    for (const send of endpointReaders) send({ type: 'revocations', sessions });
  }

  const guarded = () => sweep().catch((error) => log.warn({ err: error }, 'ended visitor sessions could not be read'));

  return {
    async start() {
      cache = openObjectCache(store, gatewayWorldKinds, abort.signal, log);
      cache.onChange(note);
      await cache.ready;
      await guarded();
      timers.push(setInterval(guarded, revocationSweepMs));
      timers.push(
        setInterval(() => {
          for (const send of configurationReaders.keys()) send({ type: 'alive' });
          for (const send of endpointReaders) send({ type: 'alive' });
        }, aliveSeconds * 1000),
      );
    },
    async stop() {
      abort.abort();
      clearTimeout(settling);
      for (const timer of timers) clearInterval(timer);
    },
    followConfiguration(gateway, send) {
      const reader: { gateway: string; digest?: string } = { gateway };
      configurationReaders.set(send, reader);
      const configuration = current(gateway);
      if (configuration) {
        reader.digest = configuration.digest;
        send(configuration);
      } else send({ type: 'alive' });
      return () => void configurationReaders.delete(send);
    },
    followEndpoints(send) {
      endpointReaders.add(send);
      const sorted = [...endpoints].sort(([a], [b]) => (a < b ? -1 : 1));
      send({ type: 'endpoints', version: versionText(), full: true, backends: Object.fromEntries(sorted) });
      send({ type: 'revocations', sessions });
      return () => void endpointReaders.delete(send);
    },
    current,
    supposed: (gateway, draft) => cache && compileWith(gateway, supposing(cache.all, draft)),
    revocationsChanged: guarded,
  };
}
