import { AppError, type KubeObject } from '@dizuo/api';
import type { FastifyReply } from 'fastify';
import type { VersionPlan } from '../admission/kind-registry.ts';
import { redact } from '../admission/redaction.ts';
import { toVersion } from '../admission/version-conversion.ts';
import type { Change } from '../store/store.ts';
import type { Representation } from './negotiation.ts';
import { serialized } from './serialized.ts';
import { statusOf, toAppError } from './status.ts';
import { type IncludeObject, partialMetadata, type TablePrinter } from './table.ts';

export interface WatchStreamOptions {
  version: VersionPlan;
  representation: Representation;
  printer: TablePrinter;
  include: IncludeObject;
  /** Watchers never see the data of a confidential kind. */
  confidential: boolean;
  requestId: string;
}

/** A receiver that has this much waiting is cut off: it lists again, and nobody else waits for it. */
const mostBuffered = 8 * 1024 * 1024;

/** Writes changes as lines of JSON until the source ends. Kubernetes API concepts, "Efficient detection of changes". */
export async function streamChanges(
  reply: FastifyReply,
  changes: AsyncIterable<Change>,
  options: WatchStreamOptions,
  signal: AbortSignal,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...flat(reply.getHeaders()), 'content-type': 'application/json', 'cache-control': 'no-store' });
  raw.flushHeaders();
  raw.socket?.setNoDelay(true);
  const line = lineWriter(options);
  try {
    for await (const change of changes) {
      raw.write(line(change));
      if (raw.writableLength > mostBuffered) break;
    }
  } catch (error) {
    if (!signal.aborted) raw.write(`${JSON.stringify({ type: 'ERROR', object: failure(error, options.requestId) })}\n`);
  }
  raw.end();
}

function failure(error: unknown, requestId: string): unknown {
  const known = error instanceof AppError ? error : toAppError(error, requestId);
  return statusOf(known);
}

function lineWriter({ version, representation, printer, include, confidential }: WatchStreamOptions): (change: Change) => string {
  let first = true;
  const show = (object: KubeObject) => toVersion(version, confidential ? redact(object) : object);
  return ({ type, object }) => {
    if (representation.as === 'Object') {
      const plain = !version.conversion && !confidential;
      return `{"type":"${type}","object":${plain ? serialized(object) : JSON.stringify(show(object))}}\n`;
    }
    const shown = show(object);
    if (representation.as === 'PartialObjectMetadata') {
      return `${JSON.stringify({ type, object: partialMetadata(shown, representation.metaVersion) })}\n`;
    }
    const columns = first ? printer.columns : null;
    first = false;
    const table = {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${representation.metaVersion}`,
      metadata: { resourceVersion: object.metadata.resourceVersion },
      columnDefinitions: columns,
      rows: type === 'BOOKMARK' ? [] : [printer.row(shown, representation.metaVersion, include, Date.now())],
    };
    return `${JSON.stringify({ type, object: table })}\n`;
  };
}

function flat(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
