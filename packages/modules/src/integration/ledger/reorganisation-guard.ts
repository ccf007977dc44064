import {
  Application,
  Department,
  type FieldError,
  InformationSystem,
  type Kind,
  LargeSystem,
  Ledger,
  type ObjectOf,
  say,
  Tenant,
} from '@dizuo/api';
import type { Admission, Store } from '@dizuo/kernel';

/**
 * Moving departments and tenants about must not move systems out of a ledger unseen. A department is moved when nothing is counted under
 * it; a tenant stays with its bureau while something is counted in it, and a frozen ledger keeps its tenant.
 */
export function reorganisationGuard(store: () => Store): { department: Admission<typeof Department>; tenant: Admission<typeof Tenant> } {
  const all = async <K extends Kind>(kind: K, namespace?: string) =>
    (await store().list(kind, namespace ? { namespace } : {}, 'system')).items as unknown as ObjectOf<K>[];
  const countedUnder = async (departments: ReadonlySet<string>): Promise<string[]> => {
    const [systems, large] = [await all(InformationSystem), await all(LargeSystem)];
    const named = [...systems, ...large].filter((o) => departments.has(o.spec.departmentRef)).map((o) => o.metadata.name);
    const tenants = (await all(Tenant)).filter((t) => departments.has(t.spec.departmentRef)).map((t) => t.metadata.name);
    const ofTenants = (await Promise.all(tenants.map((t) => all(Application, t)))).flat().map((a) => a.metadata.name);
    return [...named, ...ofTenants];
  };
  return {
    department: {
      async validate(department, { old, subresource }) {
        if (!old || subresource || old.spec.parentRef === department.spec.parentRef) return [];
        const tree = await all(Department);
        const parents = new Map(tree.map((d) => [d.metadata.name, d.spec.parentRef]));
        const below = subtree(department.metadata.name, tree);
        const bureau = (given: ReadonlyMap<string, string | undefined>, name: string) => bureauOf(given, name);
        const moved = new Map(parents).set(department.metadata.name, department.spec.parentRef);
        const affected = new Set(below.filter((name) => bureau(parents, name) !== bureau(moved, name)));
        if (affected.size === 0) return [];
        const ledgers = (await all(Ledger)).filter((l) => affected.has(l.spec.departmentRef));
        const names = [...ledgers.map((l) => `${l.metadata.namespace}/${l.metadata.name}`), ...(await countedUnder(affected))];
        if (names.length === 0) return [];
        const message = say(
          'DepartmentHoldsSystems',
        )`${names.length} systems are counted under it (${names.slice(0, 5).join(', ')}): enter them at a department that stays, or retire them here and enter them in the other bureau by a ledger exception; then move the department`;
        return [forbidden('spec.parentRef', message)];
      },
      async validateDelete({ metadata }) {
        const names = await countedUnder(new Set([metadata.name]));
        if (names.length === 0) return [];
        const message = say('DepartmentStillNamed')`${names.slice(0, 5).join(', ')} belong to it; enter them at another department first`;
        return [forbidden('metadata.name', message)];
      },
    },
    tenant: {
      async validate(tenant, { old, subresource }) {
        if (!old || subresource || old.spec.departmentRef === tenant.spec.departmentRef) return [];
        const { name } = tenant.metadata;
        const inside = [
          ...(await all(InformationSystem, name)),
          ...(await all(LargeSystem, name)),
          ...(await all(Application, name)),
          ...(await all(Ledger, name)),
        ];
        if (inside.length === 0) return [];
        const message = say('TenantHoldsSystems')`systems are counted in it; make another tenant for the other department`;
        return [forbidden('spec.departmentRef', message)];
      },
      async validateDelete({ metadata: { name } }) {
        const frozen = (await all(Ledger, name)).some((l) => l.spec.phase === 'frozen');
        if (frozen) {
          const message = say('TenantKeepsLedger')`the frozen ledger of its bureau stands in it; suspend the tenant instead`;
          return [forbidden('metadata.name', message)];
        }
        const used = (await all(LargeSystem, name)).find((l) => l.spec.members?.some((m) => m.tenant !== name));
        if (!used) return [];
        const message = say('TenantServesOthers')`modules of other tenants live on in ${used.metadata.name}; end them first`;
        return [forbidden('metadata.name', message)];
      },
    },
  };
}

function subtree(name: string, tree: readonly ObjectOf<typeof Department>[]): string[] {
  const below = tree.filter((d) => d.spec.parentRef === name && d.metadata.name !== name);
  return [name, ...below.flatMap((d) => subtree(d.metadata.name, tree))];
}

function bureauOf(parents: ReadonlyMap<string, string | undefined>, name: string): string {
  const path = [name];
  for (let at = parents.get(name); at && !path.includes(at); at = parents.get(at)) path.push(at);
  return path.at(-2) ?? name;
}

function forbidden(field: string, message: FieldError['message']): FieldError {
  return { field, reason: 'FieldValueForbidden', message };
}
