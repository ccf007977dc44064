import { Visitor } from '@dizuo/testkit';
import { bySession, byToken, type Door, tokenOf } from './door.ts';
import { type Platform, pause } from './platform.ts';

/** A person with every way in. */
export interface Person {
  name: string;
  password: string;
  visitor: Visitor;
  session: Door;
  token: string;
  bearer: Door;
}

export const own = 't-alpha';
export const foreign = 't-beta';
/** Stands in every object of the foreign tenant. */
export const marker = 'zzforeignzz';
/** Values of its secrets. */
export const secretMarkers = ['hunter-of-nobody-91', 'c2VjcmV0LW9mLW5vYm9keS05Mg'];

/** Each tenant has a bureau of its own. */
export const bureauOf = (tenant: string) => `bureau-${tenant}`;

export const grants = (namespace: string) => `/apis/access.dizuo/v1alpha1/namespaces/${namespace}/grants`;

export class TwoTenants {
  readonly platform: Platform;
  readonly people = new Map<string, Person>();

  constructor(platform: Platform) {
    this.platform = platform;
  }

  person(name: string): Person {
    const person = this.people.get(name);
    if (!person) throw new Error(`nobody is ${name}`);
    return person;
  }

  async make(): Promise<void> {
    for (const name of ['operator', 'system-admin', 'security-admin', 'audit-admin']) await this.enter(name, this.platform.password(name));
    const operator = this.person('operator').session;
    for (const name of [own, foreign]) {
      const bureau = {
        metadata: { name: bureauOf(name) },
        spec: { displayName: `Bureau of ${name}`, category: 'bureau', parentRef: 'district' },
      };
      await must(this.person('system-admin').session('POST', '/apis/identity.dizuo/v1alpha1/departments', bureau));
    }
    for (const name of [own, foreign]) {
      await must(operator('POST', '/apis/tenancy.dizuo/v1alpha1/tenants', tenant(name)));
    }
    for (const name of [own, foreign]) {
      await until(async () => (await operator('GET', `/api/v1/namespaces/${name}`)).status === 200);
      const hard = { databases: 2, storageMiB: 4096, connections: 60, replicas: 4, cpuMillis: 2000, memoryMiB: 2048 };
      await must(
        operator('POST', `/apis/tenancy.dizuo/v1alpha1/namespaces/${name}/quotas`, { metadata: { name: 'default' }, spec: { hard } }),
      );
    }
    for (const name of ['dev-own', 'admin-own', 'dev-foreign', 'admin-foreign', 'outsider']) await this.newPerson(name);
    await this.grant(own, 'developer', 'dev-own');
    await this.grant(own, 'tenant-admin', 'admin-own');
    await this.grant(foreign, 'developer', 'dev-foreign');
    await this.grant(foreign, 'tenant-admin', 'admin-foreign');
  }

  /** A person as administrators make one: the object by one, the password by another. */
  async newPerson(name: string): Promise<Person> {
    const user = { metadata: { name }, spec: { displayName: name.includes('foreign') ? `${marker} ${name}` : `Person ${name}` } };
    await must(this.person('system-admin').session('POST', '/apis/identity.dizuo/v1alpha1/users', user));
    const reset = await must(this.person('security-admin').session('POST', `/apis/identity.dizuo/v1alpha1/users/${name}/password`, {}));
    return this.enter(name, String(reset.body.password));
  }

  async grant(namespace: string, role: string, user: string, more: Record<string, unknown> = {}): Promise<string> {
    const name = `${role}-${user}`;
    const spec = { role, subjects: [{ kind: 'User', name: user }], reason: 'test', ...more };
    await must(this.person('security-admin').session('POST', grants(namespace), { metadata: { name }, spec }));
    const { session } = this.person(user);
    await until(async () => JSON.stringify((await session('GET', '/auth/session')).body.roles).includes(role));
    return name;
  }

  async enter(name: string, password: string): Promise<Person> {
    const visitor = new Visitor(this.platform.url);
    await visitor.signIn(name, password);
    const token = await tokenOf(visitor);
    const person = { name, password, visitor, token, session: bySession(this.platform, visitor), bearer: byToken(this.platform, token) };
    this.people.set(name, person);
    return person;
  }
}

const tenant = (name: string) => ({
  metadata: { name, ...(name === foreign ? { annotations: { 'test/mark': marker } } : {}) },
  spec: { displayName: name === foreign ? `${marker} bureau` : 'Own bureau', departmentRef: bureauOf(name) },
});

/** The answer, which must not be a refusal. */
export async function must<T extends { status: number; text: string }>(sent: Promise<T>): Promise<T> {
  const answer = await sent;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text.slice(0, 600)}`);
  return answer;
}

export async function until(test: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await test())) {
    if (Date.now() > deadline) throw new Error(`did not come true within ${withinMs} ms: ${test}`);
    await pause(60);
  }
}
