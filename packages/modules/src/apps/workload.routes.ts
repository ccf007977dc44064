import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { notFound, Workload } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type { InstanceLogs } from './drivers/instance-logs.ts';
import type { UsageRecorder } from './usage-recorder.ts';
import type { WorkloadObject } from './workload-driver.ts';

const newcomersMs = 1000;
const longestTail = 10_000;

/** What is about a workload but not in it: its output and what it takes. */
export function workloadRoutes(logs: InstanceLogs, usage: UsageRecorder): Route[] {
  return [
    {
      method: 'GET',
      on: Workload,
      subresource: 'log',
      access: { kind: 'object', verb: 'get' },
      schema: {
        querystring: {
          type: 'object',
          properties: {
            instance: { type: 'string', pattern: '^[a-z0-9-]+$' },
            follow: { type: 'boolean', default: false },
            tail: { type: 'integer', minimum: 0, maximum: longestTail, default: 200 },
          },
        },
      },
      async handler({ object, query, reply, signal }) {
        const { metadata, status } = object as WorkloadObject;
        const namespace = metadata.namespace ?? '';
        const workload = metadata.name;
        const options = { tail: Number(query.tail ?? 200), follow: query.follow === true || query.follow === 'true', signal };
        const instance = query.instance as string | undefined;
        const known = new Set([...logs.instances(namespace, workload), ...(status?.instances ?? []).map(({ name }) => name)]);
        if (instance && !known.has(instance)) throw notFound({ kind: 'instance', name: instance, namespace });
        const lines = instance
          ? logs.read({ namespace, workload, instance }, options)
          : merged(logs, namespace, workload, new Set((status?.instances ?? []).map(({ name }) => name)), options);
        // A proxy or browser must not hold back what is to be seen live.
        reply.header('content-type', 'text/plain; charset=utf-8').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
        // Sent at once: a quiet replica must not look like a server that does not answer.
        reply.hijack();
        reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>);
        reply.raw.flushHeaders();
        await pipeline(Readable.from(lines), reply.raw).catch(() => {});
        return undefined;
      },
    },
    {
      method: 'GET',
      on: Workload,
      subresource: 'usage',
      access: { kind: 'object', verb: 'get' },
      async handler({ object }) {
        const { metadata } = object as WorkloadObject;
        const history = usage.of(metadata.namespace ?? '', metadata.name);
        return { instances: history.flatMap((samples) => samples.slice(-1)), history: history.flat() };
      },
    },
  ];
}

interface ReadOptions {
  tail: number;
  follow: boolean;
  signal: AbortSignal;
}

/** The output of all present replicas, each line with the name of its replica; who starts while it is followed joins. */
async function* merged(
  logs: InstanceLogs,
  namespace: string,
  workload: string,
  present: ReadonlySet<string>,
  options: ReadOptions,
): AsyncGenerator<string> {
  const first = logs.instances(namespace, workload).filter((instance) => present.has(instance));
  const ended = new Set(logs.instances(namespace, workload).filter((instance) => !present.has(instance)));
  const label = (instance: string, text: string) => text.replace(/^/gm, `[${instance}] `).replace(/\[[^\]]*\] $/, '');
  if (!options.follow) {
    for (const instance of first)
      for await (const text of logs.read({ namespace, workload, instance }, options)) yield label(instance, text);
    return;
  }
  const followed = new Set<string>();
  const waiting: string[] = [];
  let wake = () => {};
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const follow = async (instance: string, tail: number) => {
    followed.add(instance);
    for await (const text of logs.read({ namespace, workload, instance }, { tail, follow: true, signal })) {
      waiting.push(label(instance, text));
      wake();
    }
  };
  const join = (tail: number) => {
    for (const instance of logs.instances(namespace, workload))
      if (!ended.has(instance) && !followed.has(instance)) follow(instance, tail).catch(() => {});
  };
  join(options.tail);
  // Who starts while it is followed is shown from its first line.
  const timer = setInterval(() => join(longestTail), newcomersMs);
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      const text = waiting.shift();
      if (text !== undefined) yield text;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    clearInterval(timer);
    stop.abort();
  }
}
