import { Department, type FieldError, type Grant, type ObjectOf, Position, platformRoles, say, systemNamespace, User } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';

type GrantObject = ObjectOf<typeof Grant>;

/** Who holds what already: for keeping the three administrators apart. */
export interface HeldRoles {
  /** Platform roles that a person would hold in any of the own appointments, without the named grant. */
  platformRolesOf(user: string, without: string): string[];
  /** All own appointments, whichever is active. */
  appointmentsOf(user: string): { position: string }[];
}

const subjectKinds = { User, Department, Position } as const;

/** 三员分立: none of these may be held together with another of them, nor with running the platform. */
const separate = new Set(['system-admin', 'security-admin', 'audit-admin', 'operator']);

export function grantAdmission(held: HeldRoles): Admission<typeof Grant> {
  return {
    async validate(grant, context) {
      const errors = [...roleErrors(grant), ...selfErrors(grant, context, held)];
      for (const [i, subject] of grant.spec.subjects.entries()) {
        const kind = subjectKinds[subject.kind as keyof typeof subjectKinds];
        if (await context.lookup(kind as typeof User, { name: subject.name })) continue;
        errors.push({
          field: `spec.subjects[${i}].name`,
          reason: 'FieldValueNotFound',
          message: say('SubjectNotFound')`there is no ${subject.kind} ${subject.name}`,
        });
      }
      return [...errors, ...separationErrors(grant, held)];
    },
  };
}

function roleErrors({ metadata, spec }: GrantObject): FieldError[] {
  const isPlatform = (platformRoles as readonly string[]).includes(spec.role);
  if (isPlatform === (metadata.namespace === systemNamespace)) return [];
  const message = isPlatform
    ? say('PlatformRoleElsewhere')`${spec.role} is a role of the platform: grant it in ${systemNamespace}`
    : say('TenantRoleElsewhere')`${spec.role} is a role in a tenant: grant it in the tenant's namespace`;
  return [{ field: 'spec.role', reason: 'FieldValueInvalid', message }];
}

/**
 * Nobody gives rights to oneself: not by name, nor by a position or department that one belongs to. Tenant administrators may give
 * their department what they have already.
 */
function selfErrors({ metadata, spec }: GrantObject, { principal }: AdmissionContext<typeof Grant>, held: HeldRoles): FieldError[] {
  if (principal.type !== 'user') return [];
  const { departments, roles } = principal.facts;
  const positions = held.appointmentsOf(principal.name).map(({ position }) => position);
  const has = roles[metadata.namespace ?? ''] ?? [];
  const isNew = !has.includes(spec.role) && !has.includes('tenant-admin');
  const mine = (subject: { kind: string; name: string }) =>
    (subject.kind === 'User' && subject.name === principal.name) ||
    (isNew && subject.kind === 'Position' && positions.includes(subject.name)) ||
    (isNew && subject.kind === 'Department' && departments.includes(subject.name));
  const at = spec.subjects.findIndex(mine);
  if (at < 0) return [];
  return [
    {
      field: `spec.subjects[${at}]`,
      reason: 'FieldValueForbidden',
      message: say('SelfGrant')`nobody grants rights to oneself; ask another administrator`,
    },
  ];
}

function separationErrors({ metadata, spec }: GrantObject, held: HeldRoles): FieldError[] {
  if (!separate.has(spec.role)) return [];
  return spec.subjects.flatMap(({ kind, name }, i) => {
    const field = `spec.subjects[${i}]`;
    if (kind !== 'User') {
      return [
        {
          field,
          reason: 'FieldValueInvalid' as const,
          message: say('NamedPersonOnly')`${spec.role} is given to a named person, not to a ${kind}`,
        },
      ];
    }
    const other = held.platformRolesOf(name, metadata.name).find((role) => role !== spec.role && separate.has(role));
    if (!other) return [];
    return [
      {
        field,
        reason: 'FieldValueInvalid' as const,
        message: say(
          'RolesKeptApart',
        )`${name} is ${other} already; system, security and audit administrators and operators are different people`,
      },
    ];
  });
}
