import { bureauOf, foreign, marker, must, type TwoTenants } from './two-tenants.ts';

/** The foreign tenant's systems and what is planned for them: an object of every kind of the integration, all bearing the marker. */
export async function fillForeignInventory(world: TwoTenants): Promise<void> {
  const departmentRef = bureauOf(foreign);
  const admin = world.person('admin-foreign').session;
  const operator = world.person('operator').session;
  const create = (session: typeof admin, plural: string, name: string, spec: object) =>
    must(
      session('POST', `/apis/integration.dizuo/v1alpha1/namespaces/${foreign}/${plural}`, {
        metadata: { name, labels: { mark: marker }, annotations: { 'test/mark': marker } },
        spec,
      }),
    );
  const named = (name: string) => `${marker}-${name}`;
  await create(admin, 'informationsystems', named('system'), { displayName: marker, departmentRef, level: 'district' });
  await create(admin, 'largesystems', named('large'), {
    displayName: marker,
    departmentRef,
    modules: [{ name: 'one', displayName: marker }],
  });
  await create(admin, 'integrationplans', 'default', {
    departmentRef,
    waves: [{ name: 'first', displayName: marker, startsOn: '2026-01-01', endsOn: '2026-12-31' }],
  });
  await create(admin, 'dispositions', named('system'), { systemRef: named('system'), way: 'keep', reason: marker });
  await create(admin, 'itprojects', named('project'), {
    displayName: marker,
    departmentRef,
    category: 'upgrade',
    purpose: marker,
    budget: [{ name: marker, kind: 'software', amount: 1000 }],
  });
  await create(operator, 'ledgers', 'default', { departmentRef });
  await create(admin, 'ledgerexceptions', named('exception'), {
    displayName: marker,
    departmentRef,
    cause: 'newNeed',
    until: '2099-12-31',
    reason: marker,
  });
  await create(operator, 'surveyresponses', named('survey'), { surveyRef: named('survey'), departmentRef, dueOn: '2099-12-31' });
  await create(operator, 'discoveryfindings', named('finding'), {
    source: 'gateway',
    finding: 'system',
    displayName: marker,
    seenAt: '2026-01-01T00:00:00Z',
  });
  await create(admin, 'databasescans', named('scan'), { displayName: marker, secretRef: named('no-such-secret') });
}
