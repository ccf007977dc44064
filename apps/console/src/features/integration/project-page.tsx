import { ItProject } from '@dizuo/api';
import { App } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { type ObjectAction, ObjectPage } from '../../shapes/object-page.tsx';
import { DecisionHistory } from '../approval/decision-history.tsx';
import { ProcessPanel } from '../approval/process-panel.tsx';
import { PdfButton } from '../printing/pdf-button.tsx';
import { ProjectChecks } from './project-checks.tsx';
import { ProjectContent } from './project-content.tsx';
import { budgetOf, type ProjectObject, projectPath, projectPhase } from './project-values.ts';
import { moneyText } from './system-marks.tsx';
import { keepsSystems } from './systems.ts';

/** One project: its checks with the lists behind them, what it asks for, and the decision with its process. */
export function ProjectPage() {
  const { t, language } = useWords();
  const { tenant = '', project = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const key = { namespace: tenant, name: project };
  const live = useLiveObject(ItProject, key);
  const { object } = live;
  const { phase, state } = projectPhase(object ?? {});
  const undecided = phase === 'Checking' || phase === 'Pending' || phase === 'SentBack';

  const withdraw = () =>
    modal.confirm({
      title: t('project.withdrawSure', { name: object?.spec.displayName ?? project }),
      content: t('project.withdrawHint'),
      okText: t('project.withdraw'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(ItProject).patch(key, { spec: { withdrawn: true } });
          message.success(t('project.withdrawn'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });
  const actions: (ObjectAction | false)[] =
    keepsSystems(session, tenant) && object
      ? [
          phase === 'SentBack' && {
            key: 'edit',
            label: t('project.edit'),
            run: () => navigate(`${projectPath(object)}/edit`),
            primary: true,
          },
          undecided && { key: 'withdraw', label: t('project.withdraw'), run: withdraw },
        ]
      : [];

  return (
    <ObjectPage
      kind={ItProject}
      name={project}
      live={live}
      crumbs={[[t('project.title'), '/gov/projects']]}
      title={object?.spec.displayName ?? project}
      state={{ state, word: t(`project.phases.${phase}`) }}
      editable={false}
      figures={
        object
          ? [
              [t('project.amount'), moneyText(budgetOf(object.spec), language)],
              [t('project.category'), t(`project.categories.${object.spec.category}`)],
              [t('project.sentBy'), object.spec.requester ?? '—'],
              [t('project.sentAt'), <When key="at" at={object.metadata.creationTimestamp} />],
            ]
          : []
      }
      actions={actions.filter((action) => action !== false)}
      extra={object && <PdfButton path={`/print/projects/${tenant}/${project}`} name={object.spec.displayName} />}
      notice={object && <PhaseNotice project={object} />}
      overview={
        object && (
          <div className="columns">
            <div className="stack">
              <ProjectChecks project={object} />
              <Panel title={t('project.content')}>
                <ProjectContent project={object} />
              </Panel>
            </div>
            <div className="stack">
              <DecisionHistory decisions={object.status?.decisions} />
              <ProcessPanel namespace={tenant} name={object.status?.processInstanceRef} />
            </div>
          </div>
        )
      }
    />
  );
}

/** What is going on and what to do next. */
function PhaseNotice({ project }: { project: ProjectObject }) {
  const { t } = useWords();
  const { phase, state } = projectPhase(project);
  const { decidedBy = '', comment = '' } = project.status ?? {};
  const text = {
    Checking: t('project.checking'),
    Pending: t('project.pending'),
    SentBack: t('project.sentBack', { comment }),
    Approved: t('project.approved', { who: decidedBy }),
    Rejected: t('project.rejected', { who: decidedBy }),
    Withdrawn: t('project.withdrawn'),
  }[phase];
  return (
    <div className="notice" role="status" style={{ borderLeftColor: `var(--${state})` }}>
      {text}
    </div>
  );
}
