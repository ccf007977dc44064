import { InformationSystem, ItProject, LargeSystem, Ledger, LedgerException, type ObjectOf, ServiceClass } from '@dizuo/api';
import { type Controller, defineController, type ObjectClient, rfc3339 } from '@dizuo/kernel';
import type { LiveAssessment } from '../assessment/live-assessment.ts';
import { outdatedRule } from '../assessment/product-version.ts';
import { type GateWorld, projectChecks } from './project-checks.ts';

type Project = ObjectOf<typeof ItProject>;
const settled = new Set(['Approved', 'Rejected', 'Withdrawn']);

/** Checks a project as it stands, again whenever it changes or a check may have turned out otherwise, until it is decided. */
export function itProjectController(live: LiveAssessment): Controller<typeof ItProject> {
  return defineController({
    name: 'it-project',
    kind: ItProject,
    watches: [],
    // Inventory and ledger change meanwhile: whoever decides sees checks that are at most so old.
    resyncSeconds: 120,
    async reconcile(key, { client }) {
      const project = await client.get(ItProject, key);
      if (!project || project.metadata.deletionTimestamp || settled.has(project.status?.phase ?? '')) return;
      const checks = projectChecks(project, await worldOf(project, client, live));
      const generation = project.metadata.generation ?? 1;
      const same = JSON.stringify(checks) === JSON.stringify(project.status?.checks) && project.status?.checkedGeneration === generation;
      if (same) return;
      await client.modify(
        ItProject,
        key,
        (now) =>
          (now.metadata.generation ?? 1) === generation
            ? {
                ...now,
                status: {
                  ...now.status,
                  phase: now.status?.phase ?? 'Checking',
                  checks,
                  checkedAt: rfc3339(new Date()),
                  checkedGeneration: generation,
                },
              }
            : undefined,
        'status',
      );
      return;
    },
  });
}

async function worldOf({ metadata, spec }: Project, client: ObjectClient, live: LiveAssessment): Promise<GateWorld> {
  const { namespace = '' } = metadata;
  const view = await live.view('*', '*');
  const data = (spec.dataCodes ?? []).map((code) => ({ code }));
  const described = {
    displayName: spec.displayName,
    departmentRef: spec.departmentRef,
    ...(spec.functions ? { functions: spec.functions } : {}),
    ...(spec.linesOfBusiness ? { linesOfBusiness: spec.linesOfBusiness } : {}),
    ...(data.length > 0 ? { data } : {}),
  };
  const similar = view.similarTo(described).flatMap(({ key, score }) => {
    const system = view.get(key);
    return system ? [{ system, overlap: score }] : [];
  });
  const { debt } = live.rules();
  return {
    systems: await client.list(InformationSystem, { namespace }),
    similar,
    largeSystems: await client.list(LargeSystem, { namespace }),
    ledger: await ledgerOf(namespace, client),
    exception: spec.exceptionRef ? await client.get(LedgerException, { namespace, name: spec.exceptionRef }) : undefined,
    components: await client.list(ServiceClass),
    outdated: (item) => outdatedRule(item, debt.outdated) !== undefined,
    now: new Date(),
  };
}

/** The ledger of the tenant's bureau; it may stand in another tenant of it. */
async function ledgerOf(namespace: string, client: ObjectClient) {
  const own = await client.get(Ledger, { namespace, name: 'default' });
  if (own) return own;
  const counted = (await client.list(InformationSystem, { namespace }))[0]?.spec.countedIn;
  return counted ? (await client.list(Ledger)).find((ledger) => ledger.spec.departmentRef === counted) : undefined;
}
