import { type DatabaseScan, type DiscoveryFinding, type FieldError, InformationSystem, type ObjectOf, say } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';

type FindingObject = ObjectOf<typeof DiscoveryFinding>;

/** What the owner says of a finding: what to do with it, and what it is called in the inventory. */
const ownersFields: ReadonlySet<string> = new Set(['decision', 'target', 'comment', 'data', 'decidedBy']);

/** What was seen stays as it was seen; the owner decides once, and who decided is kept. */
export const discoveryFindingAdmission: Admission<typeof DiscoveryFinding> = {
  default({ spec }, { old, principal, subresource }) {
    if (subresource) return;
    const before = old?.spec;
    const decidedBy = spec.decision === before?.decision ? before?.decidedBy : principal.name;
    delete spec.decidedBy;
    if (spec.decision && decidedBy) spec.decidedBy = decidedBy;
    if (spec.decision === 'confirm' && !spec.target && spec.systemRef) spec.target = spec.systemRef;
  },
  async validate(finding, context) {
    const { old, principal, subresource } = context;
    if (subresource || principal.type === 'controller') return [];
    return [...(old ? changeErrors(finding, old) : []), ...(await targetErrors(finding, context))];
  },
};

function changeErrors({ spec }: FindingObject, old: FindingObject): FieldError[] {
  const confirmed = old.status?.phase === 'Confirmed';
  return changedFields(spec, old.spec).flatMap((field): FieldError[] => {
    if (!ownersFields.has(field)) {
      const message = say('FindingSeen')`is what was seen and cannot be changed; confirm or dismiss the finding`;
      return [{ field: `spec.${field}`, reason: 'FieldValueForbidden', message }];
    }
    const message = say('FindingEntered')`was confirmed and is entered in the inventory; change the system itself`;
    return confirmed ? [{ field: `spec.${field}`, reason: 'FieldValueForbidden', message }] : [];
  });
}

async function targetErrors(
  { metadata, spec }: FindingObject,
  { lookup }: AdmissionContext<typeof DiscoveryFinding>,
): Promise<FieldError[]> {
  if (spec.decision !== 'confirm') return [];
  if (!spec.target) {
    const message = say('FindingTarget')`say which system it belongs to; for one that is not in the inventory, the name it gets there`;
    return [{ field: 'spec.target', reason: 'FieldValueRequired', message }];
  }
  if (spec.finding === 'system' || (await lookup(InformationSystem, { namespace: metadata.namespace, name: spec.target }))) return [];
  const message = say('FindingSystemMissing')`this tenant has no system ${spec.target}; enter it in the inventory first`;
  return [{ field: 'spec.target', reason: 'FieldValueNotFound', message }];
}

/** A scan is asked for once and looks at what it was asked for; another look is another scan. */
export const databaseScanAdmission: Admission<typeof DatabaseScan> = {
  default({ spec }, { old, principal, subresource }) {
    if (!subresource) spec.requester = old?.spec.requester ?? principal.name;
  },
  async validate({ metadata, spec }, { old, subresource, lookup }) {
    if (subresource) return [];
    if (old) {
      const message = say('ScanAsAsked')`cannot be changed; make another scan`;
      return changedFields(spec, old.spec)
        .filter((field) => field !== 'displayName')
        .map((field) => ({ field: `spec.${field}`, reason: 'FieldValueForbidden' as const, message }));
    }
    if (!spec.systemRef || (await lookup(InformationSystem, { namespace: metadata.namespace, name: spec.systemRef }))) return [];
    const message = say('FindingSystemMissing')`this tenant has no system ${spec.systemRef}; enter it in the inventory first`;
    return [{ field: 'spec.systemRef', reason: 'FieldValueNotFound', message }];
  },
};

function changedFields(next: object, old: object): string[] {
  const [after, before] = [next, old] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  return [...keys].filter((key) => JSON.stringify(after?.[key]) !== JSON.stringify(before?.[key]));
}
