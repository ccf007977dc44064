import type { QuotaUse } from '@dizuo/api';
import type { RowCodec } from './row-codec.ts';
import { scopeText } from './scope-text.ts';
import type { AuditEntry, WriteGroup, WriteItem } from './store.ts';

type ObjectItem = Extract<WriteItem, { object: unknown }>;

/**
 * A group as the write function takes it: as one row where it writes one object, with statements beside it or not, or only audits once,
 * which is done with all others of a batch at a time; else as a group. `key`: no two rows of a batch may have the same.
 */
export interface EncodedGroup {
  text: string;
  key?: string;
  /** What the row takes of what is counted. */
  usage?: readonly QuotaUse[];
}

export function encodeGroup(codec: RowCodec, group: WriteGroup): EncodedGroup {
  const [item, ...others] = group.items;
  const [entry, more] = group.audit ?? [];
  const statements = others.filter((other) => other.op === 'statement');
  if (statements.length < others.length || more || group.rewrite) return { text: groupText(codec, group) };
  if (!item)
    return entry && !group.lease
      ? { text: JSON.stringify({ op: 'A', ...auditColumns(entry), ...about(entry) }) }
      : { text: groupText(codec, group) };
  if (!('object' in item) || countsAnew(item) || (entry && !isAbout(entry, item))) return { text: groupText(codec, group) };
  const usage = item.op === 'create' ? item.usage : [];
  const row = {
    ...itemColumns(codec, item, indexIsKept(codec, item)),
    ...(usage.length > 0 ? { usage: sumOf(usage) } : {}),
    ...(statements.length > 0 ? { also: statements.map(({ name, values }) => [name, values]) } : {}),
    ...(group.lease ? { lease: group.lease.name, epoch: group.lease.epoch } : {}),
    scope: scopeText(group.scope ?? '*'),
    ...(entry ? auditColumns(entry) : {}),
  };
  return { text: JSON.stringify(row), key: `${row.kind} ${row.ns}/${row.name}`, usage };
}

/** What rows take together, as JSON; null where they take nothing. */
export function countsText(groups: readonly EncodedGroup[]): string | null {
  const counts = sumOf(groups.flatMap(({ usage = [] }) => usage));
  return counts.length > 0 ? JSON.stringify(counts) : null;
}

/** Amounts by scope and resource. */
function sumOf(usage: readonly QuotaUse[]): [string, string, number][] {
  const sums = new Map<string, [string, string, number]>();
  for (const { scope, resource, amount } of usage) {
    const id = `${scope} ${resource}`;
    sums.set(id, [scope, resource, (sums.get(id)?.[2] ?? 0) + amount]);
  }
  return [...sums.values()];
}

/** A group that is done by itself, after those that are rows. */
export function groupText(codec: RowCodec, { items, lease, scope, audit, rewrite }: WriteGroup): string {
  const grp = { lease, scope: scopeText(scope ?? '*'), items: items.map((item) => encodeItem(codec, item)), audit: audit ?? [], rewrite };
  return JSON.stringify({ op: 'G', body: JSON.stringify(grp) });
}

function encodeItem(codec: RowCodec, item: WriteItem): unknown {
  if (item.op === 'limits') return { op: 'L', scope: item.scope, hard: item.hard, ratchet: item.ratchet };
  if (item.op === 'statement') return { op: 'S', name: item.name, values: item.values };
  const columns = itemColumns(codec, item, false);
  return item.op === 'delete' ? columns : { ...columns, usage: sumOf(item.usage) };
}

function itemColumns(codec: RowCodec, item: ObjectItem, keepIndex: boolean) {
  const { kind, object } = item;
  const identity = { kind: kind.id, ns: object.metadata.namespace ?? '', name: object.metadata.name };
  if (item.op === 'delete') return { op: 'D', ...identity, uid: item.uid, rv: item.resourceVersion };
  const row = {
    ...identity,
    sv: kind.schemaVersion,
    body: codec.encode(kind, object),
    ...(keepIndex ? {} : { index: codec.indexEntries(kind, object) }),
  };
  return item.op === 'create'
    ? { op: 'C', uid: object.metadata.uid, ...row }
    : { op: 'U', uid: item.uid, rv: item.resourceVersion, ...row };
}

/** Whether a present object may come to take something else. An update knows what its object took before. */
function countsAnew(item: ObjectItem): boolean {
  if (item.op !== 'update') return false;
  if (!item.kind.usage) return item.usage.length > 0;
  return !item.before || JSON.stringify(item.kind.usage(item.before as never)) !== JSON.stringify(item.usage);
}

function indexIsKept(codec: RowCodec, item: ObjectItem): boolean {
  return item.op === 'update' && item.before !== undefined && codec.isIndexedAlike(item.kind, item.before, item.object);
}

/** Audit rows of a row have their place from its columns. */
function isAbout(entry: AuditEntry, { kind, object: { metadata } }: ObjectItem): boolean {
  return entry.resource === kind.id && entry.name === metadata.name && (entry.namespace ?? '') === (metadata.namespace ?? '');
}

function about({ resource, namespace = '', name = '' }: AuditEntry) {
  return { kind: resource, ns: namespace, name };
}

function auditColumns(entry: AuditEntry) {
  return { principal: entry.principal, outcome: entry.outcome, entry: JSON.stringify(entry) };
}
