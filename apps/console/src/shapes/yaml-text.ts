import type { KubeObject } from '@dizuo/api';
import { parseDocument, stringify } from 'yaml';

/** The object as people read it: identity first, without what only machines keep. */
export function yamlOf(object: KubeObject): string {
  const { apiVersion, kind, metadata, ...body } = object;
  const { managedFields: _fields, ...about } = metadata;
  return stringify({ apiVersion, kind, metadata: about, ...body }, { lineWidth: 0 });
}

/** The object that a text stands for. Throws an Error whose message names the line. */
export function objectOf(text: string): KubeObject {
  const document = parseDocument(text);
  const first = document.errors[0];
  if (first) throw new Error(first.message);
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || !('metadata' in value)) throw new Error('metadata');
  return value as KubeObject;
}

export interface FieldNote {
  path: string;
  type: string;
  required: boolean;
  description: string;
}

interface SchemaNode {
  type?: string;
  description?: string;
  enum?: unknown[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
}

/** What a kind's schema says about its fields, in order, as paths. */
export function fieldNotes(schema: unknown, prefix = ''): FieldNote[] {
  const node = schema as SchemaNode;
  const inside = node.items?.properties ? { ...node.items, suffix: '[]' } : { ...node, suffix: '' };
  return Object.entries(inside.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${inside.suffix}${prefix === '' ? '' : '.'}${name}`;
    const type = child.enum ? child.enum.join(' | ') : (child.type ?? '');
    const note = { path, type, required: inside.required?.includes(name) ?? false, description: child.description ?? '' };
    return [note, ...fieldNotes(child, path)];
  });
}
