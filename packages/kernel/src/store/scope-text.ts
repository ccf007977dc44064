import type { NamespaceScope } from '../access/authorizer.ts';

/**
 * Namespaces as the setting `dizuo.scope` has them: `*`, or names separated by commas, where the empty name stands for cluster-scoped
 * objects. PostgreSQL reads an empty text as no name at all, so the empty name alone is written twice.
 */
export function scopeText(namespaces: NamespaceScope): string {
  if (namespaces === '*') return '*';
  return namespaces.length === 1 && namespaces[0] === '' ? ',' : namespaces.join(',');
}
