import { type FieldError, say } from '@dizuo/api';
import { cloneJson, isJsonObject, type JsonObject } from '../patch/json-value.ts';

type Node = Record<string, unknown>;

/**
 * Completes a value in place by its schema: default values are filled in, and a null where null is not allowed counts as absent.
 * Returns true where fields were met that the schema does not know. Kubernetes, "Defaulting and Nullable".
 */
export type Complete = (value: unknown) => boolean;

/** Builds the completion of a schema once; every write runs it. */
export function compileCompletion(schema: Node): Complete {
  if (schema.type === 'array') return completeList(compileCompletion(schema.items as Node));
  if (isJsonObject(schema.additionalProperties)) return completeDictionary(compileCompletion(schema.additionalProperties));
  if (isJsonObject(schema.properties)) return completeObject(schema);
  return completeNothing;
}

const completeNothing: Complete = () => false;

function completeList(item: Complete): Complete {
  if (item === completeNothing) return completeNothing;
  return (value) => {
    let unknown = false;
    if (Array.isArray(value)) for (const entry of value) if (item(entry)) unknown = true;
    return unknown;
  };
}

function completeDictionary(item: Complete): Complete {
  return (value) => {
    let unknown = false;
    if (!isJsonObject(value)) return false;
    for (const key in value) {
      if (value[key] === null) delete value[key];
      else if (item(value[key])) unknown = true;
    }
    return unknown;
  };
}

function completeObject(schema: Node): Complete {
  const properties = schema.properties as Record<string, Node>;
  const children = new Map(Object.entries(properties).map(([name, node]) => [name, compileCompletion(node)]));
  const nullable = new Set(Object.keys(properties).filter((name) => allowsNull(properties[name] as Node)));
  const defaults = Object.entries(properties).filter(([, node]) => node.default !== undefined);
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return (value) => {
    if (!isJsonObject(value)) return false;
    let unknown = false;
    for (const key in value) {
      const child = children.get(key);
      if (!child) unknown ||= !open;
      else if (value[key] === null && !nullable.has(key)) delete value[key];
    }
    for (const [name, node] of defaults) if (value[name] === undefined) value[name] = cloneJson(node.default);
    for (const [name, child] of children) if (child !== completeNothing && value[name] !== undefined && child(value[name])) unknown = true;
    return unknown;
  };
}

function allowsNull(node: Node): boolean {
  return node.nullable === true || node.type === 'null' || (Array.isArray(node.type) && node.type.includes('null'));
}

/** Paths of fields that the schema does not know; with `prune` they are removed. */
export function unknownFields(schema: Node, value: unknown, prune: boolean, path = ''): string[] {
  if (Array.isArray(value) && isJsonObject(schema.items)) {
    return value.flatMap((item, i) => unknownFields(schema.items as Node, item, prune, `${path}[${i}]`));
  }
  if (!isJsonObject(value)) return [];
  if (isJsonObject(schema.additionalProperties)) {
    return Object.keys(value).flatMap((key) => unknownFields(schema.additionalProperties as Node, value[key], prune, `${path}[${key}]`));
  }
  if (!isJsonObject(schema.properties)) return [];
  return Object.keys(value).flatMap((key) => unknownProperty(schema, value, key, prune, path));
}

function unknownProperty(schema: Node, value: JsonObject, key: string, prune: boolean, path: string): string[] {
  const at = path ? `${path}.${key}` : key;
  const child = (schema.properties as Record<string, Node>)[key];
  if (child) return unknownFields(child, value[key], prune, at);
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return [];
  if (prune) delete value[key];
  return [at];
}

/** Checks that items of set and map lists are unique. */
export type CheckLists = (value: unknown, path: string, errors: FieldError[]) => void;

/** Builds the check of all set and map lists of a schema; undefined where it has none. */
export function compileListCheck(schema: Node): CheckLists | undefined {
  if (schema.type === 'array') return checkList(schema);
  if (isJsonObject(schema.additionalProperties)) {
    const item = compileListCheck(schema.additionalProperties);
    return (
      item &&
      ((value, path, errors) => {
        if (isJsonObject(value)) for (const key in value) item(value[key], `${path}[${key}]`, errors);
      })
    );
  }
  if (!isJsonObject(schema.properties)) return undefined;
  const children = Object.entries(schema.properties as Record<string, Node>)
    .map(([name, node]) => [name, compileListCheck(node)] as const)
    .filter((entry): entry is readonly [string, CheckLists] => entry[1] !== undefined);
  if (children.length === 0) return undefined;
  return (value, path, errors) => {
    if (!isJsonObject(value)) return;
    for (const [name, child] of children) if (value[name] !== undefined) child(value[name], path ? `${path}.${name}` : name, errors);
  };
}

function checkList(schema: Node): CheckLists | undefined {
  const item = compileListCheck(schema.items as Node);
  const rule = schema['x-kubernetes-list-type'];
  const keys = rule === 'map' ? (schema['x-kubernetes-list-map-keys'] as string[]) : undefined;
  if (rule !== 'set' && !keys) return item && ((value, path, errors) => eachItem(value, path, errors, item));
  return (value, path, errors) => {
    if (!Array.isArray(value)) return;
    const seen = new Set<string>();
    value.forEach((entry, i) => {
      const identity = JSON.stringify(keys ? keys.map((key) => (isJsonObject(entry) ? entry[key] : undefined)) : entry);
      if (seen.has(identity)) {
        const what = keys
          ? say('ItemSameKeys')`another item has the same ${keys.join(' and ')}; remove one of them`
          : say('ItemTwice')`the same value is in the list already; remove one of them`;
        errors.push({ field: `${path}[${i}]`, reason: 'FieldValueDuplicate', message: what });
      }
      seen.add(identity);
    });
    if (item) eachItem(value, path, errors, item);
  };
}

function eachItem(value: unknown, path: string, errors: FieldError[], item: CheckLists): void {
  if (Array.isArray(value)) value.forEach((entry, i) => void item(entry, `${path}[${i}]`, errors));
}
