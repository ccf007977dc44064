import { DiscoveryFinding, type KubeObject, type ObjectOf } from '@dizuo/api';
import { client } from '../../data/api-client.ts';
import { holds, type Session } from '../../data/session.ts';
import type { Speech } from '../../i18n/use-words.ts';
import type { State } from '../../parts/states.ts';
import { numberText } from './system-marks.tsx';

export type FindingObject = ObjectOf<typeof DiscoveryFinding> & KubeObject;
export type Decision = 'confirm' | 'dismiss';

/** Where a person sees findings and scans: everywhere for who oversees, else in the own tenants. */
export function findingReach(session: Session): { namespace?: string }[] {
  if (holds(session, 'operator') || holds(session, 'leader')) return [{}];
  return session.tenants.map(({ name }) => ({ namespace: name }));
}

const states: Record<string, State> = { Open: 'pending', Confirmed: 'ready', Dismissed: 'stopped', Failed: 'failed' };

export function findingState({ status }: FindingObject, { t }: Pick<Speech, 't'>): { state: State; word: string } {
  const phase = status?.phase ?? 'Open';
  return { state: states[phase] ?? 'unknown', word: t(`discovery.phase.${phase}`) };
}

export const isOpen = ({ spec, status }: FindingObject) => !spec.decision || status?.phase === 'Failed';

/** What was seen, in a sentence. */
export function findingWords({ spec }: FindingObject, lifecycle: string | undefined, { t }: Pick<Speech, 't'>): string {
  const [table] = spec.tables ?? [];
  const [link] = spec.interfaces ?? [];
  if (spec.finding === 'system')
    return t('discovery.says.system', { route: spec.routeRef ?? '', addresses: (spec.addresses ?? []).join('、') });
  if (spec.finding === 'activity') {
    const declared = lifecycle && lifecycle !== 'running' ? t(`inventory.lifecycles.${lifecycle as 'retired'}`) : undefined;
    return declared ? t('discovery.says.activity', { lifecycle: declared }) : t('discovery.says.idle');
  }
  if (spec.finding === 'interface')
    return t(link?.direction === 'calls' ? 'discovery.says.calls' : 'discovery.says.serves', {
      name: link?.counterpart ?? link?.name ?? spec.displayName,
    });
  return table ? t('discovery.says.data', { table: table.name, rows: numberText(table.rows), size: sizeText(table.bytes) }) : '';
}

/** Sorts of personal data that a finding's tables likely hold. */
export function personalOf({ spec }: FindingObject) {
  const columns = (spec.tables ?? []).flatMap(({ columns: all }) => all);
  return [...new Set(columns.flatMap(({ personal, confidence = 0 }) => (personal && confidence >= 0.5 ? [personal] : [])))];
}

export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '—';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** Writes a decision on each; returns how many succeeded and why the others did not. */
export async function decide(
  findings: readonly FindingObject[],
  decision: Decision | null,
  target?: (finding: FindingObject) => string | undefined,
): Promise<{ done: number; refusals: unknown[] }> {
  const refusals: unknown[] = [];
  let done = 0;
  const waiting = [...findings];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { namespace, name } = next.metadata;
      const chosen = target?.(next);
      const spec = { decision, ...(chosen ? { target: chosen } : {}) };
      try {
        await client.objects(DiscoveryFinding).patch({ name, ...(namespace ? { namespace } : {}) }, { spec } as never);
        done += 1;
      } catch (error) {
        refusals.push(error);
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return { done, refusals };
}
