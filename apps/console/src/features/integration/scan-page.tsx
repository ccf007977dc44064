import { DatabaseScan, DiscoveryFinding } from '@dizuo/api';
import { App } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { sizeText } from './findings.ts';
import { FindingsTable } from './findings-table.tsx';
import { scanState } from './scans-table.tsx';
import { numberText } from './system-marks.tsx';
import { keepsSystems, useSystemWords } from './systems.ts';

/** One scan: how it went, and what it found. */
export function ScanPage() {
  const words = useWords();
  const { t } = words;
  const told = useServerWords();
  const { tenant = '', scan = '' } = useParams();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace: tenant, name: scan };
  const live = useLiveObject(DatabaseScan, key);
  const findings = useLiveList(DiscoveryFinding, { namespace: tenant, fieldSelector: `spec.scanRef=${scan}` });
  const systems = useSystemWords();
  const { object } = live;
  const status = object?.status;
  const again = async () => {
    const annotations = { 'dizuo/retry': new Date().toISOString() };
    await client.objects(DatabaseScan).patch(key, { metadata: { annotations } } as never);
    message.success(t('discovery.scan.againDone'));
  };
  return (
    <>
      <ObjectPage
        kind={DatabaseScan}
        name={scan}
        live={live}
        crumbs={[
          [t('discovery.title'), '/gov/discovery'],
          [t('discovery.tab.scans'), '/gov/discovery?tab=scans'],
        ]}
        title={object?.spec.displayName ?? scan}
        state={object && scanState(object, words)}
        editable={false}
        figures={[
          [t('discovery.scan.tables'), numberText(status?.tables)],
          [t('discovery.scan.rows'), numberText(status?.rows)],
          [t('discovery.scan.size'), sizeText(status?.bytes)],
          [t('discovery.scan.personalTables'), numberText(status?.personalTables)],
        ]}
        actions={
          keepsSystems(session, tenant)
            ? [
                { key: 'again', label: t('discovery.scan.again'), run: () => void again(), disabled: status?.phase === 'Running' },
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="stack">
              <Panel title={t('discovery.scan.what')}>
                <Facts
                  of={[
                    [t('discovery.filter.phase'), told.told(status?.conditions?.find(({ type }) => type === 'Ready'))],
                    [
                      t('discovery.scan.system'),
                      object.spec.systemRef && (systems.get(`${tenant}/${object.spec.systemRef}`)?.displayName ?? object.spec.systemRef),
                    ],
                    [t('discovery.scan.schemas'), object.spec.schemas?.join('、') ?? t('discovery.scan.all')],
                    [t('discovery.scan.sampled'), t(object.spec.sampleValues ? 'discovery.scan.yes' : 'discovery.scan.no')],
                    [
                      t('discovery.scan.secret'),
                      <span key="secret" className="mono">
                        {object.spec.secretRef}
                      </span>,
                    ],
                    [t('discovery.scan.requester'), object.spec.requester],
                    status?.serverVersion ? [t('discovery.scan.version'), `PostgreSQL ${status.serverVersion}`] : undefined,
                    status?.startedAt ? [t('discovery.scan.started'), <When key="started" at={status.startedAt} />] : undefined,
                    status?.finishedAt ? [t('discovery.scan.finished'), <When key="finished" at={status.finishedAt} />] : undefined,
                    status?.leftOut ? [t('discovery.scan.findings'), t('discovery.scan.leftOut', { n: status.leftOut })] : undefined,
                  ]}
                />
              </Panel>
              {findings.items.length > 0 && <FindingsTable findings={findings.items} systems={systems} tenantName={() => ''} />}
            </div>
          )
        }
      />
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('discovery.scan.name'),
            name: scan,
            takes: [t('discovery.scan.goes')],
            run: () => client.objects(DatabaseScan).delete(key),
            done: () => {
              message.success(t('discovery.scan.deleted'));
              navigate('/gov/discovery?tab=scans');
            },
          }}
        />
      )}
    </>
  );
}
