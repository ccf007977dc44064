import type { Kind, KubeObject } from '@dizuo/api';
import { auditEntries } from '../data/audit.ts';
import { AuditRows } from './audit-rows.tsx';

/** Who changed this object, and who was refused. */
export function AuditTab({ kind, object }: { kind: Kind; object: KubeObject }) {
  const { name, namespace } = object.metadata;
  const query = { resource: kind.id, name, namespace, limit: 50 };
  return (
    <div className="panel">
      <AuditRows queryKey={['audit', kind.id, namespace ?? '', name]} load={(before) => auditEntries({ ...query, before })} />
    </div>
  );
}
