import type { HTTPRoute, KubeObject, ObjectOf, Workload } from '@dizuo/api';

import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { amountText } from '../../parts/amount.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { PublishedLinks } from '../gateway/published-links.tsx';
import { stateOfInstance, type WorkloadInstance } from './instance-state.ts';
import { Sparkline } from './sparkline.tsx';
import { type UsageSample, useUsage } from './use-usage.ts';

/** Replicas with state and figures; what runs, with which environment; where it is published. */
export function WorkloadOverview(props: {
  workload: ObjectOf<typeof Workload> & KubeObject;
  routes: readonly (ObjectOf<typeof HTTPRoute> & KubeObject)[];
}) {
  const words = useWords();
  const server = useServerWords();
  const { t } = words;
  const { workload, routes } = props;
  const { spec, metadata } = workload;
  const { namespace = '' } = metadata;
  const usage = useUsage(namespace, metadata.name);
  const instances = workload.status?.instances ?? [];
  const samplesOf = (name: string) => (usage.data?.history ?? []).filter((sample) => sample.name === name);

  return (
    <div className="stack">
      <Panel title={t('apps.workload.instances')} flush>
        {instances.length === 0 ? (
          <EmptyStart title={t('apps.workload.noInstances')} hint={t('apps.workload.noInstancesHint')} />
        ) : (
          <DataTable<WorkloadInstance>
            label={t('apps.workload.instances')}
            rows={instances}
            rowKey={(i) => i.name}
            columns={[
              { key: 'name', title: t('apps.workload.instance'), cell: (i) => <span className="mono">{i.name}</span> },
              { key: 'state', title: t('parts.stateLabel'), cell: (i) => <StateTag state={stateOfInstance(i)} /> },
              {
                key: 'address',
                title: t('apps.workload.address'),
                cell: (i) => <span className="mono">{`${i.host}:${i.port}`}</span>,
              },
              {
                key: 'cpu',
                title: t('apps.workload.cpu'),
                number: true,
                cell: (i) => <Figure name={i.name} samples={samplesOf(i.name)} of="cpuMillis" word={t('apps.workload.cpu')} />,
              },
              {
                key: 'memory',
                title: t('apps.workload.memory'),
                number: true,
                cell: (i) => <Figure name={i.name} samples={samplesOf(i.name)} of="memoryMiB" word={t('apps.workload.memory')} />,
              },
              { key: 'restarts', title: t('apps.workload.restarts'), number: true, cell: (i) => i.restarts },
              { key: 'started', title: t('apps.workload.started'), cell: (i) => <When at={i.startedAt} /> },
              { key: 'message', title: t('apps.workload.message'), cell: (i) => <span className="clamp">{server.told(i)}</span> },
            ]}
          />
        )}
      </Panel>
      <div className="columns columns-even">
        <Panel title={t('apps.workload.environment')} flush>
          {(spec.env ?? []).length === 0 && <p className="muted panel-body">{t('apps.workload.noEnvironment')}</p>}
          <ul className="rows">
            {(spec.env ?? []).map((variable) => (
              <li key={variable.name} className="row-between">
                <span className="mono">{variable.name}</span>
                {variable.secretKeyRef ? (
                  <span className="muted">
                    {t('apps.workload.fromSecret', { secret: variable.secretKeyRef.name, key: variable.secretKeyRef.key })}
                  </span>
                ) : (
                  <span className="mono" style={{ minWidth: 0 }}>
                    {variable.value}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('parts.object.overview')}>
          <Facts
            of={[
              [
                t('apps.workload.program'),
                <span key="program" className="mono">
                  {spec.artifact.sample ?? spec.artifact.digest}
                </span>,
              ],
              spec.command
                ? [
                    t('apps.workload.command'),
                    <span key="command" className="mono">
                      {spec.command.join(' ')}
                    </span>,
                  ]
                : undefined,
              spec.healthCheck
                ? [
                    t('apps.workload.health'),
                    t('apps.workload.healthText', {
                      path: spec.healthCheck.path ?? '/healthz',
                      interval: spec.healthCheck.intervalSeconds ?? 5,
                    }),
                  ]
                : undefined,
              [
                t('apps.workload.usage'),
                t('apps.workload.perReplica', {
                  cpu: amountText('cpuMillis', spec.resources?.cpuMillis ?? 250, words),
                  memory: amountText('memoryMiB', spec.resources?.memoryMiB ?? 256, words),
                }),
              ],
              [
                t('apps.application.routes'),
                routes.length === 0 ? (
                  <span key="none">
                    {t('apps.application.noRoutes')}{' '}
                    <Link className="underlined" to={`/dev/${namespace}/routes/new?workload=${metadata.name}`}>
                      {t('apps.application.newRoute')}
                    </Link>
                  </span>
                ) : (
                  routes.map((route) => <PublishedLinks key={route.metadata.uid} route={route} />)
                ),
              ],
              ...(workload.status?.conditions ?? [])
                .filter((condition) => condition.type !== 'Ready' && condition.type !== 'Progressing')
                .map((condition): [string, string] => [server.heading(condition.type), server.told(condition)]),
              [t('parts.created'), <When key="created" at={metadata.creationTimestamp} />],
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}

function Figure({ name, samples, of, word }: { name: string; samples: UsageSample[]; of: 'cpuMillis' | 'memoryMiB'; word: string }) {
  const words = useWords();
  const last = samples.at(-1);
  if (!last) return <span className="muted">—</span>;
  return (
    <span className="row" style={{ justifyContent: 'flex-end', flexWrap: 'nowrap' }}>
      <Sparkline values={samples.map((sample) => sample[of])} label={words.t('apps.workload.usageOf', { name, what: word })} />
      <span className="nowrap">{amountText(of, Math.round(last[of]), words)}</span>
    </span>
  );
}
