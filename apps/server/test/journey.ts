import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Kubectl } from '@dizuo/testkit';

/** The people of the journey, each with a kubectl. */
export interface People {
  operator: Kubectl;
  security: Kubectl;
  developer: Kubectl;
}

export const tenant = 't-greening';

function manifest(name: string): string {
  return fileURLToPath(new URL(`../../../examples/journey/${name}`, import.meta.url));
}

export function manifestText(name: string): string {
  return readFileSync(manifest(name), 'utf8');
}

/** Runs kubectl until it succeeds: after a crash the server needs a moment. Throws with the last words. */
export async function insist(kubectl: Kubectl, args: string[], options: { input?: string; withinMs?: number } = {}): Promise<string> {
  const deadline = Date.now() + (options.withinMs ?? 120_000);
  for (;;) {
    const result = await kubectl(args, options.input);
    if (result.code === 0) return result.stdout;
    if (Date.now() > deadline) throw new Error(`kubectl ${args.join(' ')}\n${result.stdout}${result.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Tenant, quota, rights. */
export async function makeTenant({ operator, security, developer }: People): Promise<void> {
  await insist(operator, ['apply', '-f', manifest('01-tenant.yaml')]);
  await insist(operator, ['wait', `tenant/${tenant}`, '--for=condition=Ready', '--timeout=120s']);
  await insist(security, ['apply', '-f', manifest('02-grants.yaml')]);
  await insist(developer, ['get', 'requests', '-n', tenant]);
}

export async function order({ developer }: People): Promise<void> {
  await insist(developer, ['apply', '-f', manifest('03-order.yaml')]);
}

/** The operator says yes to whatever waits. */
export async function approve({ operator }: People, order = 'permits-database'): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const list = JSON.parse(await insist(operator, ['get', 'humantasks', '-n', tenant, '-o', 'json'])) as { items: TaskSeen[] };
    const own = list.items.filter(({ spec }) => spec.subject.name === order);
    if (own.some(({ spec }) => spec.outcome === 'approve')) return;
    const open = own.find(({ status }) => status?.phase === 'Open');
    if (open) {
      const decision = '{"spec":{"outcome":"approve","comment":"同意"}}';
      await insist(operator, ['patch', '-n', tenant, `humantask/${open.metadata.name}`, '--type=merge', '-p', decision]);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('no task came');
}

interface TaskSeen {
  metadata: { name: string };
  spec: { subject: { name: string }; outcome?: string };
  status?: { phase?: string };
}

export async function delivered({ developer }: People): Promise<void> {
  await insist(developer, ['wait', '-n', tenant, 'request/permits-database', '--for=condition=Ready', '--timeout=120s'], {
    withinMs: 240_000,
  });
}

export async function deploy({ developer }: People): Promise<void> {
  await insist(developer, ['apply', '-f', manifest('04-application.yaml')]);
  await insist(developer, ['wait', '-n', tenant, 'workload/shop-sign-permit', '--for=condition=Ready', '--timeout=120s'], {
    withinMs: 240_000,
  });
}

export async function publish({ developer }: People): Promise<void> {
  await insist(developer, ['apply', '-f', manifest('05-publish.yaml')]);
}
