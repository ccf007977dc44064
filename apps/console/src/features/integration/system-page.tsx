import { Department, InformationSystem } from '@dizuo/api';
import { Alert, App } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { SystemAssessmentTab } from './system-assessment.tsx';
import { SystemData } from './system-data.tsx';
import { SystemDecision } from './system-decision.tsx';
import { SystemFindings } from './system-findings.tsx';
import { SystemLinks } from './system-links.tsx';
import { LevelTag, lifecycleState, moneyText, numberText } from './system-marks.tsx';
import { SystemOverview } from './system-overview.tsx';
import { SystemTechnique } from './system-technique.tsx';
import { keepsSystems, systemPath } from './systems.ts';

/** One system: what it is for, who uses it, what it costs, what it holds, and with what it is linked. */
export function SystemPage() {
  const words = useWords();
  const { t, language } = words;
  const { tenant = '', system = '' } = useParams();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace: tenant, name: system };
  const live = useLiveObject(InformationSystem, key);
  const departments = useLiveList(Department);
  const { object } = live;
  const spec = object?.spec;
  const departmentName = (name: string) => departments.items.find((d) => d.metadata.name === name)?.spec.displayName ?? name;
  const cost = [spec?.cost?.yearlyMaintenance, spec?.cost?.yearlyHosting, spec?.cost?.yearlyLicences].filter((n) => n !== undefined);
  const upper = spec?.level === 'city' || spec?.level === 'national';
  return (
    <>
      <ObjectPage
        kind={InformationSystem}
        name={system}
        live={live}
        crumbs={[[t('inventory.systems.title'), '/gov/systems']]}
        title={spec?.displayName ?? system}
        state={spec && lifecycleState(spec.lifecycle ?? 'running', words)}
        editable={keepsSystems(session, tenant)}
        figures={
          spec
            ? [
                [t('inventory.field.level'), <LevelTag key="level" level={spec.level} />],
                [
                  t('inventory.systems.cost'),
                  cost.length > 0
                    ? moneyText(
                        cost.reduce((a, b) => a + b, 0),
                        language,
                      )
                    : '—',
                ],
                [t('inventory.field.use.monthlyActive'), numberText(spec.use?.monthlyActive)],
                [t('inventory.field.contract.endsOn'), spec.contract?.endsOn ?? '—'],
              ]
            : []
        }
        actions={
          keepsSystems(session, tenant)
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => navigate(`${systemPath(tenant, system)}/edit`), primary: true },
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        notice={
          spec && (
            <div className="stack">
              {upper && <Alert type="info" message={t('inventory.page.upper', { level: t(`inventory.levels.${spec.level}`) })} showIcon />}
              <SystemDecision tenant={tenant} system={system} />
            </div>
          )
        }
        overview={object && <SystemOverview system={object} departmentName={departmentName} />}
        tabs={
          object
            ? [
                { key: 'assessment', label: t('assessment.title'), content: <SystemAssessmentTab systemKey={`${tenant}/${system}`} /> },
                { key: 'data', label: t('inventory.page.tabs.data'), content: <SystemData system={object} /> },
                { key: 'links', label: t('inventory.page.tabs.links'), content: <SystemLinks system={object} /> },
                { key: 'findings', label: t('discovery.tab.findings'), content: <SystemFindings tenant={tenant} system={system} /> },
                { key: 'technique', label: t('inventory.page.tabs.technique'), content: <SystemTechnique system={object} /> },
              ]
            : []
        }
      />
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('inventory.systems.name'),
            name: system,
            takes: [t('inventory.page.goes')],
            run: () => client.objects(InformationSystem).delete(key),
            done: () => {
              message.success(t('inventory.page.deleted'));
              navigate('/gov/systems');
            },
          }}
        />
      )}
    </>
  );
}
