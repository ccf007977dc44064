import type { CanaryPolicy, KubeObject, ObjectOf, TenantTrafficAnswer } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { stateOfWord } from '../../parts/states.ts';
import { DataTable } from '../../shapes/data-table.tsx';
import { BackendLink, PolicyLink } from './rule-links.tsx';
import { breakerStates, leftOutReplicas } from './traffic-values.ts';

const mostRows = 10;

type CanaryObject = ObjectOf<typeof CanaryPolicy> & KubeObject;
/** Who called most, who was limited, which backends are kept from requests, and which canaries are under way. */
export function ActivityPanels(props: {
  traffic: Pick<TenantTrafficAnswer, 'callers' | 'limited' | 'breakers' | 'leftOut'>;
  canaries: readonly CanaryObject[];
  departmentName(name: string): string;
  withTenant: boolean;
}) {
  const { t } = useWords();
  const server = useServerWords();
  const { traffic, canaries, withTenant } = props;
  const shown = (id: string) => (withTenant ? id : id.slice(id.indexOf('/') + 1));
  const breakers = breakerStates(traffic.breakers);
  const replicas = leftOutReplicas(traffic.leftOut);
  return (
    <div className="columns columns-even">
      <Panel title={t('traffic.callers.title')} flush>
        {traffic.callers.length === 0 ? (
          <p className="muted panel-body">{t('traffic.callers.none')}</p>
        ) : (
          <DataTable
            label={t('traffic.callers.title')}
            dense
            rows={traffic.callers.slice(0, mostRows)}
            rowKey={(c) => `${c.by} ${c.name}`}
            columns={[
              {
                key: 'who',
                title: t('traffic.callers.who'),
                cell: (c) => (
                  <>
                    {c.by === 'department' ? props.departmentName(c.name) : <span className="mono">{shown(c.name)}</span>}{' '}
                    <span className="muted">{t(`traffic.callers.${c.by}`)}</span>
                  </>
                ),
              },
              { key: 'requests', title: t('traffic.callers.requests'), number: true, cell: (c) => c.requests.toLocaleString('en') },
              { key: 'errors', title: t('traffic.callers.errors'), number: true, cell: (c) => c.errors.toLocaleString('en') },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('traffic.limited.title')} flush>
        {traffic.limited.length === 0 ? (
          <p className="muted panel-body">{t('traffic.limited.none')}</p>
        ) : (
          <DataTable
            label={t('traffic.limited.title')}
            dense
            rows={traffic.limited.slice(0, mostRows)}
            rowKey={(l) => `${l.limit} ${l.whom}`}
            columns={[
              { key: 'whom', title: t('traffic.limited.whom'), cell: (l) => <span className="mono">{l.whom}</span> },
              { key: 'limit', title: t('traffic.limited.limit'), cell: (l) => <PolicyLink plural="ratelimitpolicies" id={l.limit} /> },
              { key: 'requests', title: t('traffic.limited.requests'), number: true, cell: (l) => l.requests.toLocaleString('en') },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('traffic.breakers.title')} flush>
        {breakers.length + replicas.length === 0 && <p className="muted panel-body">{t('traffic.breakers.none')}</p>}
        <ul className="rows">
          {breakers.map(({ backend, state, processes }) => (
            <li key={backend} className="row-between">
              <BackendLink backend={backend} withTenant={withTenant} />
              <span className="row">
                <span className="muted">{t('traffic.breakers.processes', { n: processes })}</span>
                <StateTag
                  state={state === 'open' ? 'failed' : 'degraded'}
                  word={t(state === 'open' ? 'traffic.breakers.open' : 'traffic.breakers.halfOpen')}
                />
              </span>
            </li>
          ))}
          {replicas.map(({ backend, endpoint, why, processes }) => (
            <li key={`${backend} ${endpoint}`} className="row-between">
              <span className="stack-tight" style={{ gap: 0 }}>
                <BackendLink backend={backend} withTenant={withTenant} />
                <span className="muted mono">{endpoint}</span>
              </span>
              <span className="row">
                <span className="muted">{t('traffic.breakers.processes', { n: processes })}</span>
                <StateTag state="degraded" word={t(why === 'ejected' ? 'traffic.breakers.ejected' : 'traffic.breakers.unhealthy')} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('traffic.canaries.title')} flush>
        {canaries.length === 0 && <p className="muted panel-body">{t('traffic.canaries.none')}</p>}
        <ul className="rows">
          {canaries.map(({ metadata, status }) => (
            <li key={metadata.uid} className="stack-tight" style={{ gap: 4 }}>
              <span className="row-between">
                <PolicyLink plural="canarypolicies" id={`${metadata.namespace}/${metadata.name}`} />
                <StateTag
                  state={stateOfWord(status?.phase ?? 'Pending')}
                  word={t('traffic.canaries.share', { percent: status?.percent ?? 0 })}
                />
              </span>
              <span className="muted">{server.told({ message: status?.reason, said: status?.said })}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
