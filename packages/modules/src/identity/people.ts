import { createHash } from 'node:crypto';
import {
  Department,
  formatKey,
  Grant,
  type Kind,
  type KubeObject,
  keyOf,
  type ObjectOf,
  Position,
  systemNamespace,
  User,
} from '@dizuo/api';
import type { Principal, PrincipalFacts, Store } from '@dizuo/kernel';
import type { Logger } from 'pino';

type UserObject = ObjectOf<typeof User>;
type GrantObject = ObjectOf<typeof Grant>;
type Appointment = { department: string; position: string };

/** A role that somebody holds, and the grant it comes from. */
export interface HeldRole {
  namespace: string;
  role: string;
  grant: string;
}

/** A timer cannot wait longer than 24 days; a day is enough. */
const longestWaitMs = 86_400_000;

/** What is known of everybody, kept in step with the objects by watching them: facts are read on every request. */
export class People {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #users = new Map<string, UserObject>();
  readonly #departments = new Map<string, ObjectOf<typeof Department>>();
  readonly #positions = new Map<string, ObjectOf<typeof Position>>();
  readonly #grants = new Map<string, GrantObject>();
  readonly #facts = new Map<string, { facts: PrincipalFacts; until: number }>();
  readonly #listeners = new Set<(user: string | undefined) => void>();
  readonly #stop = new AbortController();
  #clock: NodeJS.Timeout | undefined;

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** Resolves when everything there is has been read. */
  async start(): Promise<void> {
    await Promise.all([
      this.#follow(User, this.#users, (key) => this.#changed(key)),
      this.#follow(Department, this.#departments, () => this.#changed(undefined)),
      this.#follow(Position, this.#positions, () => this.#changed(undefined)),
      this.#follow(Grant, this.#grants, () => this.#changed(undefined)),
    ]);
    this.#watchTheClock();
  }

  stop(): void {
    clearTimeout(this.#clock);
    this.#stop.abort();
  }

  onRightsChanged(listener: (user: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  user(name: string): UserObject | undefined {
    return this.#users.get(name);
  }

  users(): UserObject[] {
    return [...this.#users.values()];
  }

  department(name: string): ObjectOf<typeof Department> | undefined {
    return this.#departments.get(name);
  }

  childrenOf(department: string): ObjectOf<typeof Department>[] {
    return [...this.#departments.values()].filter((d) => d.spec.parentRef === department);
  }

  position(name: string): ObjectOf<typeof Position> | undefined {
    return this.#positions.get(name);
  }

  positionsOf(department: string): ObjectOf<typeof Position>[] {
    return [...this.#positions.values()].filter((position) => position.spec.departmentRef === department);
  }

  /** Grants that name a person, department or position itself. */
  grantsTo(kind: 'User' | 'Department' | 'Position', name: string): GrantObject[] {
    return [...this.#grants.values()].filter(({ spec }) => spec.subjects.some((subject) => subject.kind === kind && subject.name === name));
  }

  /** True for a person who may sign in. */
  mayEnter(name: string): boolean {
    const user = this.#users.get(name);
    return user !== undefined && !user.spec.disabled && !user.metadata.deletionTimestamp;
  }

  principal(name: string, credentialId: string, chosen?: Appointment): Principal | undefined {
    const user = this.#users.get(name);
    if (!user || !this.mayEnter(name)) return undefined;
    return {
      type: 'user',
      name,
      uid: user.metadata.uid ?? '',
      groups: ['system:authenticated'],
      facts: this.factsOf(name, chosen),
      credentialId,
    };
  }

  /** Facts with the chosen appointment active, else the primary one. Appointments and grants out of their time do not count. */
  factsOf(name: string, chosen?: Appointment): PrincipalFacts {
    const key = `${name}|${chosen?.department ?? ''}|${chosen?.position ?? ''}`;
    const cached = this.#facts.get(key);
    if (cached && cached.until > Date.now()) return cached.facts;
    const made = this.#makeFacts(name, chosen);
    this.#facts.set(key, made);
    return made.facts;
  }

  /** Appointments in force now. */
  appointmentsOf(name: string, now = Date.now()): { department: string; position: string; primary: boolean }[] {
    return (this.#users.get(name)?.spec.appointments ?? [])
      .filter(({ from, until }) => (!from || Date.parse(from) <= now) && (!until || Date.parse(until) > now))
      .map(({ departmentRef, positionRef, primary = false }) => ({ department: departmentRef, position: positionRef, primary }));
  }

  /** Roles that a person holds with an appointment active, and where each comes from. */
  rolesOf(name: string, active: Appointment | undefined, now = Date.now()): HeldRole[] {
    const above = active ? this.#withAncestors(active.department) : [];
    const held: HeldRole[] = [];
    for (const grant of this.#grants.values()) {
      const { expiresAt, subjects, role } = grant.spec;
      if (expiresAt && Date.parse(expiresAt) <= now) continue;
      const mine = subjects.some(
        (subject) =>
          (subject.kind === 'User' && subject.name === name) ||
          (subject.kind === 'Department' && above.includes(subject.name)) ||
          (subject.kind === 'Position' && active?.position === subject.name),
      );
      if (mine) held.push({ namespace: grant.metadata.namespace ?? '', role, grant: grant.metadata.name });
    }
    return held;
  }

  /** Platform roles that a person is given by name or by any appointment, leaving one grant out. */
  platformRolesOf(user: string, without: string): string[] {
    const appointments = [undefined, ...this.appointmentsOf(user)];
    const held = appointments.flatMap((active) => this.rolesOf(user, active));
    return [...new Set(held.filter((h) => h.namespace === systemNamespace && h.grant !== without).map((h) => h.role))];
  }

  /** People who hold a role in a namespace: whom to ask. */
  holdersOf(role: string, namespace: string): string[] {
    return this.users()
      .filter((user) => this.mayEnter(user.metadata.name) && this.factsOf(user.metadata.name).roles[namespace]?.includes(role))
      .map((user) => user.spec.displayName);
  }

  #makeFacts(name: string, chosen: Appointment | undefined): { facts: PrincipalFacts; until: number } {
    const now = Date.now();
    const appointments = this.appointmentsOf(name, now);
    const isChosen = (a: Appointment) => a.department === chosen?.department && a.position === chosen.position;
    const active = appointments.find(isChosen) ?? appointments.find((a) => a.primary) ?? appointments[0];
    const departments = [...new Set(appointments.flatMap((a) => this.#withAncestors(a.department)))].sort();
    const roles: Record<string, string[]> = {};
    for (const { namespace, role } of this.rolesOf(name, active, now)) {
      roles[namespace] = [...new Set([...(roles[namespace] ?? []), role])];
    }
    for (const list of Object.values(roles)) list.sort();
    const content = {
      departments,
      roles,
      ...(active ? { activeAppointment: { department: active.department, position: active.position } } : {}),
    };
    const hash = createHash('sha256')
      .update(JSON.stringify([name, content]))
      .digest('base64url')
      .slice(0, 22);
    // The clock is watched besides.
    return { facts: { ...content, hash }, until: now + 30_000 };
  }

  #withAncestors(department: string): string[] {
    const path: string[] = [];
    for (let name: string | undefined = department; name && !path.includes(name); name = this.#departments.get(name)?.spec.parentRef) {
      path.push(name);
    }
    return path;
  }

  #changed(user: string | undefined): void {
    this.#facts.clear();
    for (const listener of this.#listeners) listener(user);
    if (this.#clock) this.#watchTheClock();
  }

  /** Rights also change when nothing is written: a grant runs out, an appointment begins. What stands on them ends then, watches too. */
  #watchTheClock(): void {
    clearTimeout(this.#clock);
    const now = Date.now();
    const grants = [...this.#grants.values()].map(({ spec }) => spec.expiresAt);
    const posts = [...this.#users.values()].flatMap(({ spec }) => (spec.appointments ?? []).flatMap(({ from, until }) => [from, until]));
    const next = [...grants, ...posts].map((text) => (text ? Date.parse(text) : 0)).filter((at) => at > now);
    const wait = next.reduce((least, at) => Math.min(least, at - now), longestWaitMs);
    this.#clock = setTimeout(() => this.#changed(undefined), wait).unref();
  }

  #follow<K extends Kind>(kind: K, into: Map<string, ObjectOf<K>>, onChange: (key: string) => void): Promise<void> {
    return new Promise((ready) => void this.#followForever(kind, into as Map<string, KubeObject>, onChange, ready));
  }

  async #followForever(kind: Kind, into: Map<string, KubeObject>, onChange: (key: string) => void, ready: () => void): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const stale = new Set(into.keys());
        for await (const { type, object } of this.#store.watch(kind, { reader: 'system', signal, bookmarks: true })) {
          if (type === 'BOOKMARK') {
            for (const key of stale) into.delete(key);
            stale.clear();
            ready();
            continue;
          }
          const key = formatKey(keyOf(object));
          stale.delete(key);
          if (type === 'DELETED') into.delete(key);
          else into.set(key, object);
          onChange(key);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#log.warn({ err: error, kind: kind.id }, 'people are read again');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
}
