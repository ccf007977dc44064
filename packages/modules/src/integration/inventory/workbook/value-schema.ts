import { InformationSystem } from '@dizuo/api';

/** What the kind's schema says of one value. */
export interface ValueSchema {
  type?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  maxItems?: number;
  items?: ValueSchema;
  properties?: Readonly<Record<string, ValueSchema>>;
  'x-kubernetes-list-map-keys'?: readonly string[];
}

const spec = (InformationSystem.body.properties as unknown as { spec: ValueSchema }).spec;

/** Schema at a path of the spec. Throws for a path that the schema does not have: a mistake in the program. */
export function specSchema(path: string): ValueSchema {
  const found = path.split('.').reduce<ValueSchema | undefined>((schema, key) => schema?.properties?.[key], spec);
  if (!found) throw new Error(`the spec of a system has no ${path}`);
  return found;
}

/** Schema of one item of a list in the spec. */
export function itemSchema(list: string): ValueSchema {
  return specSchema(list).items ?? {};
}

type Tree = Record<string, unknown>;

export function valueAt(of: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], of);
}

/** Sets a value, making the objects on the way; undefined takes it away, with objects that it leaves empty. */
export function setValue(of: object, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.');
  const tree = of as Tree;
  if (rest.length === 0) {
    if (value === undefined) delete tree[key];
    else tree[key] = value;
    return;
  }
  const inner = (tree[key] ?? {}) as Tree;
  setValue(inner, rest.join('.'), value);
  if (Object.keys(inner).length > 0) tree[key] = inner;
  else delete tree[key];
}
