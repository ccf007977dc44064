import { AppError, formatKey, type Kind, type KubeObject, keyOf, type ObjectKey } from '@dizuo/api';
import type { Logger } from 'pino';
import type { ObjectClient } from '../client/object-client.ts';
import type { Store } from '../store/store.ts';
import { type Controller, type ReconcileContext, TerminalError } from './controller.ts';
import { crashPoint } from './crash-point.ts';
import { createEventRecorder } from './event-recorder.ts';
import type { Leadership, Term } from './leadership.ts';
import { WorkQueue } from './work-queue.ts';

export interface ControllerRunnerOptions {
  store: Store;
  leadership: Leadership;
  log: Logger;
  /** A client whose principal is the controller's and whose writes carry its lease. */
  clientFor(name: string, lease: { name: string; epoch: number }): ObjectClient;
}

const defaultConcurrency = 4;
const defaultResyncSeconds = 600;

/** Runs controllers wherever this server leads them. See `Controller` for what they may rely on. */
export function runControllers(controllers: readonly Controller[], options: ControllerRunnerOptions): void {
  for (const controller of controllers)
    options.leadership.campaign(`controller/${controller.name}`, (term) => lead(controller, term, options));
}

async function lead(controller: Controller, term: Term, options: ControllerRunnerOptions): Promise<void> {
  const log = options.log.child({ controller: controller.name });
  const client = options.clientFor(controller.name, { name: `controller/${controller.name}`, epoch: term.epoch });
  const event = createEventRecorder(controller.name, client, (error) => log.warn({ err: error }, 'an event was not recorded'));
  const context: ReconcileContext = { client, log, signal: term.signal, event, crashPoint };
  const queue = new WorkQueue();
  const known = new Set<string>();
  term.signal.addEventListener('abort', () => queue.close(), { once: true });
  await controller.start?.(context);
  const visit = (key: string) => {
    if (controller.gatherMs) queue.addAfter(key, controller.gatherMs);
    else queue.add(key);
  };
  const addKnown = () => {
    for (const key of known) queue.add(key);
  };
  const resync = setInterval(addKnown, (controller.resyncSeconds ?? defaultResyncSeconds) * 1000);
  try {
    await Promise.all([
      follow(
        options.store,
        controller.kind,
        term.signal,
        log,
        (type, object) => {
          const key = formatKey(keyOf(object));
          if (type === 'DELETED') known.delete(key);
          else known.add(key);
          visit(key);
        },
        addKnown,
      ),
      ...(controller.watches ?? []).map((watched) =>
        follow(
          options.store,
          watched.kind,
          term.signal,
          log,
          async (_type, object) => {
            for (const key of await watched.map(object)) visit(formatKey(key));
          },
          addKnown,
        ),
      ),
      ...Array.from({ length: controller.concurrency ?? defaultConcurrency }, () => work(controller, queue, context)),
    ]);
  } finally {
    clearInterval(resync);
    queue.close();
    await controller.stop?.();
  }
}

/** Follows a kind until the signal. Where a watch breaks, starts again with everything that is there and tells `onRestart`, because deletions may have been missed. */
async function follow(
  store: Store,
  kind: Kind,
  signal: AbortSignal,
  log: Logger,
  onChange: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject) => void | Promise<void>,
  onRestart: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const change of store.watch(kind, { reader: 'system', signal })) {
        if (change.type !== 'BOOKMARK') await onChange(change.type, change.object);
      }
    } catch (error) {
      if (signal.aborted) return;
      const expired = error instanceof AppError && error.reason === 'Expired';
      if (!expired) log.warn({ err: error, kind: kind.id }, 'a watch broke; starting again');
      await pause(expired ? 0 : 1000, signal);
      onRestart();
    }
  }
}

async function work(controller: Controller, queue: WorkQueue, context: ReconcileContext): Promise<void> {
  for (;;) {
    const key = await queue.next();
    if (key === undefined) return;
    await reconcileOnce(controller, key, queue, context);
    queue.done(key);
  }
}

async function reconcileOnce(controller: Controller, key: string, queue: WorkQueue, context: ReconcileContext): Promise<void> {
  try {
    const result = await controller.reconcile(parseKey(key), context);
    queue.forgetFailures(key);
    if (result?.requeueAfterMs !== undefined) queue.addAfter(key, result.requeueAfterMs);
  } catch (error) {
    if (context.signal.aborted) return;
    if (isTerminal(error)) {
      queue.forgetFailures(key);
      context.log.info({ key, reason: (error as Error).message }, 'waits for the object to change');
      return;
    }
    const retryMs = queue.addFailed(key);
    const stale = error instanceof AppError && error.reason === 'Conflict';
    context.log[stale ? 'debug' : 'warn']({ err: error, key, retryMs }, 'will try again');
  }
}

/** Errors of family `user` cannot be cured by trying again, but a conflict can. */
function isTerminal(error: unknown): boolean {
  if (error instanceof TerminalError) return true;
  return (
    error instanceof AppError &&
    error.family === 'user' &&
    error.reason !== 'Conflict' &&
    error.reason !== 'AlreadyExists' &&
    error.reason !== 'Expired'
  );
}

function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
