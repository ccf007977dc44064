import { Disposition, type DispositionPhase, IntegrationPlan, LargeSystem, type SystemAssessment } from '@dizuo/api';
import { App } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ObjectAction, ObjectPage } from '../../shapes/object-page.tsx';
import { RunSteps } from '../../shapes/run-steps.tsx';
import { DecisionHistory } from '../approval/decision-history.tsx';
import { ProcessPanel } from '../approval/process-panel.tsx';
import { stateOfDisposition } from './decision-marks.tsx';
import { DispositionObjects } from './disposition-objects.tsx';
import type { DispositionObject } from './disposition-values.ts';
import { ProposalPanel } from './proposal-panel.tsx';
import { keepsSystems, systemPath } from './systems.ts';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** What becomes of one system: the decision beside the proposal, how far it is, and what it made on the platform. */
export function DispositionPage() {
  const { t } = useWords();
  const { tenant = '', system = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace: tenant, name: system };
  const path = `/gov/decisions/${tenant}/${system}`;
  const live = useLiveObject(Disposition, key);
  const plan = useLiveObject(IntegrationPlan, { namespace: tenant, name: 'default' });
  const assessment = useAssessment<SystemAssessment>(`/systems/${tenant}/${system}`);
  const { object } = live;
  const phase: DispositionPhase = object?.status?.phase ?? 'Proposed';
  const wave = plan.object?.spec.waves.find(({ name }) => name === object?.spec.wave);
  const proposed = object?.status?.proposed;
  const title = object?.spec.displayName ?? system;

  const withdraw = () =>
    modal.confirm({
      title: t('decision.withdrawSure', { name: title }),
      content: t('decision.withdrawHint'),
      okText: t('decision.withdraw'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(Disposition).patch(key, { spec: { withdrawn: true } });
          message.success(t('decision.withdrawn'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });
  const edit = () => navigate(`${path}/edit`);
  const open = phase === 'Proposed' || phase === 'SentBack';
  const actions: (ObjectAction | false)[] = [
    keepsSystems(session, tenant) && phase === 'SentBack' && { key: 'edit', label: t('decision.edit'), run: edit, primary: true },
    keepsSystems(session, tenant) && phase !== 'SentBack' && phase !== 'Done' && { key: 'plan', label: t('decision.plan'), run: edit },
    { key: 'system', label: t('decision.toSystem'), run: () => navigate(systemPath(tenant, system)) },
    keepsSystems(session, tenant) && open && { key: 'withdraw', label: t('decision.withdraw'), run: withdraw },
    keepsSystems(session, tenant) &&
      phase !== 'InProgress' && { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
  ];
  return (
    <>
      <ObjectPage
        kind={Disposition}
        name={system}
        live={live}
        crumbs={[[t('decision.title'), '/gov/decisions']]}
        title={title}
        state={{ state: stateOfDisposition(phase), word: t(`decision.phases.${phase}`) }}
        editable={false}
        figures={
          object
            ? [
                [t('decision.decided'), t(`assessment.way.${object.spec.way}`)],
                [t('decision.proposed'), proposed ? t(`assessment.way.${proposed}`) : '—'],
                [t('decision.wave'), wave?.displayName ?? '—'],
                [t('decision.endsOn'), object.spec.endsOn ?? wave?.endsOn ?? '—'],
              ]
            : []
        }
        actions={actions.filter((action) => action !== false)}
        notice={object && <PhaseNotice disposition={object} phase={phase} />}
        overview={
          object && (
            <div className="columns">
              <div className="stack">
                <Panel title={t('decision.steps')}>
                  {object.status?.steps?.length ? (
                    <RunSteps steps={object.status.steps} />
                  ) : (
                    <p className="muted">{t('decision.notYet')}</p>
                  )}
                </Panel>
                <Content disposition={object} />
                <ProcessPanel namespace={tenant} name={object.status?.processInstanceRef} />
              </div>
              <div className="stack">
                <DispositionObjects disposition={object} />
                <DecisionHistory decisions={object.status?.decisions} />
                {assessment.data && <ProposalPanel assessment={assessment.data} department={department} />}
              </div>
            </div>
          )
        }
      />
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('decision.decided'),
            name: system,
            takes: object?.spec.way === 'connect' ? [t('decision.goes')] : [],
            run: () => client.objects(Disposition).delete(key),
            done: () => {
              message.success(t('decision.deleted'));
              navigate('/gov/decisions');
            },
          }}
        />
      )}
    </>
  );
}

function PhaseNotice({ disposition, phase }: { disposition: DispositionObject; phase: DispositionPhase }) {
  const { t } = useWords();
  const { decidedBy = '', comment = '—' } = disposition.status ?? {};
  return (
    <div className="notice" role="status" style={{ borderLeftColor: `var(--${stateOfDisposition(phase)})` }}>
      {t(`decision.notices.${phase}`, { who: decidedBy, comment })}
    </div>
  );
}

function Content({ disposition }: { disposition: DispositionObject }) {
  const { t } = useWords();
  const { spec, metadata } = disposition;
  const { merge, connect } = spec;
  const large = useLiveObject(LargeSystem, { namespace: metadata.namespace, name: merge?.largeSystemRef ?? '' }, merge !== undefined);
  const module = large.object?.spec.modules?.find(({ name }) => name === merge?.module);
  const others = useLiveList(Disposition, { namespace: metadata.namespace, enabled: (spec.dependsOn ?? []).length > 0 });
  const nameOf = (name: string) => others.items.find((one) => one.metadata.name === name)?.spec.displayName ?? name;
  return (
    <Panel title={t('decision.content')}>
      <Facts
        of={[
          [t('decision.way'), t(`assessment.way.${spec.way}`)],
          merge && [
            t('decision.into'),
            `${large.object?.spec.displayName ?? merge.largeSystemRef} · ${module?.displayName ?? merge.module}`,
          ],
          connect && [
            t('decision.host'),
            <span key="host" className="mono">{`${connect.host}${connect.path === '/' ? '' : (connect.path ?? '')}`}</span>,
          ],
          connect && [
            t('decision.address'),
            <span key="address" className="mono">
              {connect.address}
            </span>,
          ],
          connect && [t('decision.signIn'), t(`decision.signIns.${connect.signIn ?? 'required'}`)],
          [
            t('decision.reason'),
            <span key="reason" style={{ whiteSpace: 'pre-wrap' }}>
              {spec.reason}
            </span>,
          ],
          [t('decision.proposer'), spec.proposer],
          spec.dependsOn?.length
            ? [
                t('decision.dependsOn'),
                <span key="first" className="row" style={{ gap: '4px 12px' }}>
                  {spec.dependsOn.map((name) => (
                    <Link key={name} to={`/gov/decisions/${metadata.namespace}/${name}`}>
                      {nameOf(name)}
                    </Link>
                  ))}
                </span>,
              ]
            : undefined,
        ]}
      />
    </Panel>
  );
}
