import { chinaDay, integrationPackagePath, LargeSystem, notFound, type PackageAnswer, Tenant } from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import { makePackage } from './make-package.ts';
import { packageSurveyDue } from './package.errors.ts';
import { packageSource } from './package-source.ts';
import { planPackage } from './plan-package.ts';
import { readPackage, writePackage } from './read-package.ts';

const largestMiB = 8;
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const inTenant = (verb: string) =>
  ({ kind: 'resource', verb, resource: LargeSystem.id, namespace: ({ namespace }: Record<string, string>) => namespace }) as const;

/** A department's integration as a file, and what it would do, and does, in another. Everything is read and written with the caller's rights. */
export function packageRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: `${integrationPackagePath}/:namespace`,
      access: inTenant('list'),
      async handler(call) {
        const { namespace, displayName } = await tenantOf(call);
        const source = await packageSource(call.client, namespace);
        const name = `from-${namespace}`.slice(0, 60);
        const text = writePackage(makePackage(source, { name, from: displayName, now: new Date() }));
        call.reply.header('content-type', 'application/json').header('cache-control', 'no-store');
        call.reply.header('content-disposition', `attachment; filename="${name}.json"`);
        return call.reply.send(text);
      },
    },
    {
      method: 'POST',
      path: `${integrationPackagePath}/:namespace`,
      access: inTenant('create'),
      bodyLimit: largestMiB * 1024 * 1024,
      schema: {
        body: {
          type: 'object',
          required: ['file'],
          properties: { file: { type: 'string' }, apply: { type: 'boolean', default: false }, startsOn: day, dueOn: day },
        },
      },
      handler: receive,
    },
  ];
}

/** Looks, or writes everything in one commit. The file is read anew each time: nothing of it is kept. */
async function receive(call: RouteCall): Promise<PackageAnswer> {
  const { file, apply = false, startsOn, dueOn } = call.body as { file: string; apply?: boolean; startsOn?: string; dueOn?: string };
  const { contents, format: _format, ...about } = readPackage(file);
  const { namespace, departmentRef } = await tenantOf(call);
  const present = await packageSource(call.client, namespace, `${about.name}-${namespace}`);
  const target = { namespace, departmentRef, startsOn: startsOn ?? chinaDay(new Date()), ...(dueOn ? { dueOn } : {}) };
  const changes = planPackage({ ...about, format: _format, contents }, present, target);
  if (apply) {
    if (!dueOn && changes.some(({ kind, action }) => kind === 'Survey' && action === 'create')) throw packageSurveyDue({});
    const writes = changes.flatMap(({ write }) => write ?? []);
    if (writes.length > 0)
      await call.client.transaction((group) => {
        for (const write of writes) write(group);
      });
  }
  return { package: about, changes: changes.map(({ write: _write, ...change }) => change), applied: apply };
}

async function tenantOf({ client, params: { namespace = '' } }: RouteCall) {
  const tenant = await client.get(Tenant, { name: namespace });
  if (!tenant) throw notFound({ kind: Tenant.kind, name: namespace });
  const { displayName, departmentRef } = tenant.spec;
  return { namespace, displayName, departmentRef };
}
