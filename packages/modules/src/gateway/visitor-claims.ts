import type { Department, ObjectOf, User, VisitorClaims } from '@dizuo/api';

type Appointment = { department: string; position: string };

/**
 * What an application learns of a person: the appointments in force, their departments with all above them, and the active one (the
 * one asked for while it is held, else the primary, else the first). Undefined for who may not sign in. Pure.
 */
export function visitorClaims(
  user: ObjectOf<typeof User>,
  departments: readonly ObjectOf<typeof Department>[],
  active: Appointment | undefined,
  now: Date,
): VisitorClaims | undefined {
  if (user.spec.disabled || user.metadata.deletionTimestamp) return undefined;
  const inForce = (user.spec.appointments ?? []).filter(
    ({ from, until }) => (!from || Date.parse(from) <= now.getTime()) && (!until || Date.parse(until) > now.getTime()),
  );
  const appointments = inForce.map(({ departmentRef, positionRef }) => ({ department: departmentRef, position: positionRef }));
  const primary = inForce.findIndex((a) => a.primary);
  const asked = appointments.find((a) => a.department === active?.department && a.position === active?.position);
  const activeAppointment = asked ?? appointments[primary] ?? appointments[0];
  return {
    sub: user.metadata.name,
    name: user.spec.displayName,
    category: user.spec.category ?? 'staff',
    departments: withAncestors(
      appointments.map((a) => a.department),
      departments,
    ),
    positions: [...new Set(appointments.map((a) => a.position))].sort(),
    appointments,
    ...(activeAppointment ? { activeAppointment } : {}),
  };
}

function withAncestors(names: readonly string[], departments: readonly ObjectOf<typeof Department>[]): string[] {
  const parents = new Map(departments.map((d) => [d.metadata.name, d.spec.parentRef]));
  const found = new Set<string>();
  for (const name of names) for (let at: string | undefined = name; at !== undefined && !found.has(at); at = parents.get(at)) found.add(at);
  return [...found].sort();
}
