import type { Kind, KubeObject, ObjectOf } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import { useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { nameRule } from '../parts/name-rule.ts';
import type { DraftForm } from './draft-fields.tsx';
import { type Draft, withValue } from './draft-path.ts';
import { type Problems, useObjectForm } from './use-object-form.ts';

interface Values {
  name: string;
  object: Draft;
}

/** A form over an object's spec as it is; the server checks it while it is filled in. `check`: what can be said without asking. */
export function useDraftForm<K extends Kind>(options: {
  kind: K;
  namespace?: string;
  existing?: (ObjectOf<K> & KubeObject) | undefined;
  /** The spec to begin with. */
  start: Draft;
  check?(spec: Draft): Problems;
}) {
  const { t } = useWords();
  const { kind, namespace, existing, start, check } = options;
  const form = useObjectForm<K, Values>({
    kind,
    existing,
    initial: { name: existing?.metadata.name ?? '', object: { spec: start } },
    check: ({ name, object }) => ({
      ...(nameRule.test(name) ? {} : { 'metadata.name': t('parts.nameRule') }),
      ...check?.(object.spec as Draft),
    }),
    build: ({ name, object }) =>
      ({ metadata: { name, ...(namespace ? { namespace } : {}) }, ...object }) as unknown as NewObject<ObjectOf<K> & KubeObject>,
  });
  // Two fields may change before the form is drawn again.
  const latest = useRef(form.values.object);
  latest.current = form.values.object;
  const fields: DraftForm = {
    draft: form.values.object,
    put(path, value) {
      latest.current = withValue(latest.current, path, value);
      form.set({ object: latest.current });
    },
    problem: form.problem,
    leave: form.leave,
  };
  return { ...form, fields };
}
