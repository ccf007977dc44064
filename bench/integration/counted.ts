import autocannon from 'autocannon';
import { Platform } from '../../apps/server/test/platform.ts';
import { processorSecondsOf } from '../machine.ts';
import { say, table } from '../report.ts';

/** What a ledger costs a create: the same kind through the same admission and controllers; only the district's own systems are counted. */

const seconds = Number(process.env.BENCH_SECONDS ?? 1);
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);
const integration = '/apis/integration.dizuo/v1alpha1';
const tenant = 't-counted';

interface Cost {
  creates: number;
  perSecond: number;
  /** Microseconds of processor time for one create, by role. */
  server: number;
  postgres: number;
}

const platform = await Platform.create();
try {
  await platform.start({
    args: ['--empty'],
    env: process.env.BENCH_PROFILE ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.env.BENCH_PROFILE}` } : {},
  });
  const token = await prepare();
  const create = async (level: 'city' | 'district', duration = seconds): Promise<Cost> => {
    const before = processorSecondsOf(platform.directory);
    const result = await autocannon({
      url: platform.url,
      connections: 32,
      duration,
      requests: [
        {
          method: 'POST',
          path: `${integration}/namespaces/${tenant}/informationsystems`,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            metadata: { generateName: 'bench-' },
            spec: { displayName: '测量', departmentRef: 'counted', level, description: 'x'.repeat(600) },
          }),
        },
      ],
    });
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
    // What the creates set in motion belongs to them.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const after = processorSecondsOf(platform.directory);
    const spent = (role: string) => (((after.get(role) ?? 0) - (before.get(role) ?? 0)) * 1e6) / result['2xx'];
    return {
      creates: result['2xx'],
      perSecond: result.requests.average,
      server: spent('server'),
      postgres: spent('PostgreSQL of the platform'),
    };
  };
  await create('city', 2);
  await create('district', 2);
  const plain: Cost[] = [];
  const counted: Cost[] = [];
  for (let i = 0; i < rounds; i += 1) {
    // Each comes first as often: the inventory grows meanwhile, and both pay for it.
    if (i % 2 === 0) plain.push(await create('city'));
    counted.push(await create('district'));
    if (i % 2 === 1) plain.push(await create('city'));
  }
  const mean = (costs: Cost[], of: (cost: Cost) => number) =>
    costs.reduce((sum, cost) => sum + of(cost) * cost.creates, 0) / costs.reduce((sum, { creates }) => sum + creates, 0);
  const row = (name: string, of: (cost: Cost) => number, unit: string) => [
    name,
    `${Math.round(mean(plain, of))} ${unit}`,
    `${Math.round(mean(counted, of))} ${unit}`,
    `${Math.round((mean(counted, of) / mean(plain, of) - 1) * 100)} %`,
  ];
  table([
    ['create of a system', 'not counted', 'counted', 'more'],
    row('rate', (cost) => cost.perSecond, '/s'),
    row('processor time of the server', (cost) => cost.server, 'µs'),
    row('of PostgreSQL', (cost) => cost.postgres, 'µs'),
    row('of both', (cost) => cost.server + cost.postgres, 'µs'),
  ]);
  say('aim: under 10 % more');
} finally {
  await platform.remove();
}

/** A bureau with its tenant and its ledger, and the token of the operator. */
async function prepare(): Promise<string> {
  const operator = await platform.signIn('operator');
  const organisation = await platform.signIn('system-admin');
  const send = async (visitor: typeof operator, path: string, body: unknown) => {
    const response = await visitor.request(path, { method: 'POST', body });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  await send(organisation, '/apis/identity.dizuo/v1alpha1/departments', {
    metadata: { name: 'counted' },
    spec: { displayName: '测量局', category: 'bureau', parentRef: 'district' },
  });
  await send(operator, '/apis/tenancy.dizuo/v1alpha1/tenants', {
    metadata: { name: tenant },
    spec: { displayName: '测量局', departmentRef: 'counted' },
  });
  await send(operator, `${integration}/namespaces/${tenant}/ledgers`, {
    metadata: { name: 'default' },
    spec: { departmentRef: 'counted', phase: 'inventory' },
  });
  const { kubeconfig } = (await send(operator, '/auth/kubeconfig', {})) as { kubeconfig: string };
  const token = /token: "?([^"\s]+)/.exec(kubeconfig)?.[1];
  if (!token) throw new Error('the kubeconfig holds no token');
  return token;
}
