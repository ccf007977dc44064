import type { TSchema } from 'typebox';

type Node = Record<string, unknown>;
const forbidden = ['$ref', 'definitions', 'dependencies', 'patternProperties', 'deprecated', 'readOnly', 'writeOnly', 'uniqueItems'];

/**
 * Checks that a schema lies in the structural subset (Kubernetes, "Specifying a structural schema") and that every
 * list declares atomic, set or map. Throws an Error naming the first path that does not.
 */
export function assertStructural(kind: string, schema: TSchema): void {
  visit(kind, '', schema as Node);
}

function visit(kind: string, path: string, node: Node): void {
  const at = `${kind}${path || '.'}`;
  for (const word of forbidden) if (word in node) throw new Error(`${at}: "${word}" is outside the structural subset`);
  const branches = ['anyOf', 'oneOf', 'allOf'].filter((word) => word in node);
  const isScalarChoice = 'enum' in node || 'const' in node || node['x-kubernetes-int-or-string'] === true;
  if (branches.length > 0 && !node.type) throw new Error(`${at}: ${branches[0]} needs a type beside it`);
  if (!node.type && !isScalarChoice && !node['x-kubernetes-preserve-unknown-fields']) throw new Error(`${at}: no type`);
  if (node.type === 'array') visitList(kind, path, node);
  if (node.type === 'object') visitObject(kind, path, node);
}

function visitList(kind: string, path: string, node: Node): void {
  const rule = node['x-kubernetes-list-type'];
  const items = node.items as Node;
  if (rule !== 'atomic' && rule !== 'set' && rule !== 'map') {
    throw new Error(`${kind}${path}: a list must be declared atomic, set or map`);
  }
  if (rule === 'map') {
    const keys = (node['x-kubernetes-list-map-keys'] as string[] | undefined) ?? [];
    const properties = (items.properties as Node | undefined) ?? {};
    const missing = keys.find((key) => !(key in properties));
    if (keys.length === 0 || missing !== undefined) throw new Error(`${kind}${path}: map list without its keys ${missing ?? ''}`);
  }
  visit(kind, `${path}[]`, items);
}

function visitObject(kind: string, path: string, node: Node): void {
  const properties = (node.properties as Record<string, Node> | undefined) ?? {};
  for (const [name, child] of Object.entries(properties)) visit(kind, `${path}.${name}`, child);
  const extra = node.additionalProperties;
  if (typeof extra === 'object' && extra !== null) {
    if (Object.keys(properties).length > 0) throw new Error(`${kind}${path}: properties and additionalProperties together`);
    visit(kind, `${path}.*`, extra as Node);
  }
}
