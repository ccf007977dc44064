import type { Kind, ObjectKey } from '@dizuo/api';

/** What is needed of a kind to address its objects. */
export type KindAddress = Pick<Kind, 'group' | 'version' | 'plural' | 'scope' | 'kind'>;

/** Path of the objects of a kind: of one namespace, or of all where `namespace` is absent. Kubernetes API concepts, "Resource URIs". */
export function collectionPath(kind: KindAddress, namespace?: string): string {
  const root = kind.group ? `/apis/${kind.group}/${kind.version}` : `/api/${kind.version}`;
  return kind.scope === 'Namespaced' && namespace
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${kind.plural}`
    : `${root}/${kind.plural}`;
}

export function objectPath(kind: KindAddress, key: ObjectKey, subresource?: string): string {
  const path = `${collectionPath(kind, key.namespace)}/${encodeURIComponent(key.name)}`;
  return subresource ? `${path}/${subresource}` : path;
}
