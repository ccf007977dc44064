import type { DraftObject, Kind, KubeObject, ObjectOf } from '@dizuo/api';
import { isApiError, type NewObject } from '@dizuo/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { client } from '../data/api-client.ts';
import { useServerWords } from '../parts/server-words.ts';
import { useDraft } from './use-draft.ts';

/** What is wrong, by the path of the value in the object. */
export type Problems = Record<string, string>;

interface FormOptions<K extends Kind, V extends object> {
  kind: K;
  initial: V;
  /** Keeps a draft under this name. */
  draft?: string;
  /** What can be said without asking the server. Pure. */
  check(values: V): Problems;
  /** The object that the values stand for. */
  build(values: V): NewObject<ObjectOf<K> & KubeObject>;
  /** The object that is changed; absent: a new one is made. */
  existing?: (ObjectOf<K> & KubeObject) | undefined;
}

const settle = 500;

/**
 * A form over one object: values are checked as they are typed, and half a second after the last change also by the server
 * (`dryRun`). A problem is shown at its field once the field was left, or when sending was tried.
 */
export function useObjectForm<K extends Kind, V extends object>(options: FormOptions<K, V>) {
  const { kind, check, build, existing } = options;
  const { values, set, dirty, forget } = useDraft(options.draft, options.initial);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const checking = useRef<AbortController>(undefined);

  const own = useMemo(() => check(values), [check, values]);
  const complete = Object.keys(own).length === 0;
  const text = complete ? JSON.stringify(build(values)) : undefined;

  const write = useCallback(
    (body: string, dryRun: boolean, signal?: AbortSignal) => {
      const object = JSON.parse(body) as NewObject<ObjectOf<K> & KubeObject>;
      const api = client.objects(kind);
      const more = { dryRun, ...(signal ? { signal } : {}) };
      return existing ? api.update(merged(object, existing), more) : api.create(object, more);
    },
    [kind, existing],
  );

  useEffect(() => {
    setRefusal(undefined);
    if (text === undefined || !dirty) return;
    const stop = new AbortController();
    checking.current = stop;
    const timer = setTimeout(() => {
      if (stop.signal.aborted) return;
      write(text, true, stop.signal).catch((error) => {
        if (!stop.signal.aborted) setRefusal(error);
      });
    }, settle);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, dirty, write]);

  const words = useServerWords();
  const causes = isApiError(refusal) ? refusal.causes : [];
  const told = Object.fromEntries(causes.filter((cause) => cause.field).map((cause) => [cause.field, words.told(cause)]));
  const problem = (path: string): string | undefined => {
    if (own[path]) return tried || seen.has(path) ? own[path] : undefined;
    const exact = told[path];
    return exact ?? Object.entries(told).find(([field]) => field.startsWith(`${path}.`) || field.startsWith(`${path}[`))?.[1];
  };

  return {
    values,
    set,
    dirty,
    busy,
    complete,
    /** The object as it would be written now; undefined where something is missing or wrong. */
    draft(): DraftObject | undefined {
      if (!complete) return undefined;
      const object = build(values);
      return { ...(existing ? merged(object, existing) : object), apiVersion: kind.apiVersion, kind: kind.kind };
    },
    problem,
    /** Marks a field as left, so that its problem is shown. */
    leave: (path: string) => setSeen((before) => new Set(before).add(path)),
    /** What the server says that belongs to no one field, or after sending. */
    refusal,
    /** Shows every problem; true where there is none. */
    attempt(): boolean {
      setTried(true);
      if (!complete) queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return complete;
    },
    /** Writes; undefined where it was refused, and `refusal` says why. */
    async submit(): Promise<(ObjectOf<K> & KubeObject) | undefined> {
      setTried(true);
      if (text === undefined) return undefined;
      setBusy(true);
      checking.current?.abort();
      try {
        const written = await write(text, false);
        forget();
        return written;
      } catch (error) {
        setRefusal(error);
        setBusy(false);
        return undefined;
      }
    },
    forget,
  };
}

/** The existing object with what the form changes of it. */
function merged<O extends KubeObject>({ metadata, ...fields }: NewObject<O>, existing: O): O {
  const { name, namespace, resourceVersion, ...kept } = existing.metadata;
  return { ...existing, ...fields, metadata: { ...kept, ...metadata, name, namespace, resourceVersion } } as unknown as O;
}
