import { Disposition, type DispositionDraft, type SystemAssessment } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FieldGroup } from '../../parts/field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { CostPanel } from './cost-panel.tsx';
import { DispositionContentFields } from './disposition-content-fields.tsx';
import { DispositionPlanFields } from './disposition-plan-fields.tsx';
import {
  type DispositionObject,
  type DispositionValues,
  dispositionProblems,
  specOf,
  valuesOf,
  valuesOfDraft,
} from './disposition-values.ts';
import { ProposalPanel } from './proposal-panel.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDrafts } from './use-decisions.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** What becomes of a system: begins with the assessment's proposal. */
export function NewDispositionPage() {
  const { tenant = '', system = '' } = useParams();
  const drafts = useDrafts({ system: `${tenant}/${system}`, namespace: tenant });
  if (drafts.data) return <DispositionForm tenant={tenant} system={system} draft={drafts.data.items[0]} />;
  return <Waiting error={drafts.error} retry={() => void drafts.refetch()} />;
}

/** What was sent back is changed; when it is carried out may be changed at any time. */
export function EditDispositionPage() {
  const { tenant = '', system = '' } = useParams();
  const live = useLiveObject(Disposition, { namespace: tenant, name: system });
  if (live.object) return <DispositionForm tenant={tenant} system={system} existing={live.object} />;
  return <Waiting error={live.error} retry={live.retry} />;
}

function Waiting({ error, retry }: { error: unknown; retry(): void }) {
  return <div className="page">{error ? <ErrorNotice error={error} onRetry={retry} /> : <Skeleton active paragraph={{ rows: 8 }} />}</div>;
}

interface FormProps {
  tenant: string;
  system: string;
  draft?: DispositionDraft | undefined;
  existing?: DispositionObject;
}

function DispositionForm({ tenant, system, draft, existing }: FormProps) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const assessment = useAssessment<SystemAssessment>(`/systems/${tenant}/${system}`);
  const onlyPlan = existing !== undefined && existing.status?.phase !== 'SentBack';
  const check = useMemo(() => {
    const words = { required: t('decision.form.required'), address: t('decision.form.addressRule') };
    return (values: DispositionValues) => dispositionProblems(values, words);
  }, [t]);
  const form = useObjectForm<typeof Disposition, DispositionValues>({
    kind: Disposition,
    initial: existing ? valuesOf(existing) : valuesOfDraft(draft, ({ message: words }) => say(words)),
    draft: `disposition.${tenant}.${system}.${existing?.metadata.uid ?? 'new'}`,
    check,
    build: (values) => ({ metadata: { name: system, namespace: tenant }, spec: keptSpec(specOf(system, values), existing) }) as never,
    existing,
  });
  const name = existing?.spec.displayName ?? draft?.displayName ?? assessment.data?.system.displayName ?? system;
  const path = `/gov/decisions/${tenant}/${system}`;
  const send = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t(onlyPlan ? 'decision.form.saved' : 'decision.form.sent'));
    navigate(path);
  };
  const title = onlyPlan ? 'decision.form.planTitle' : existing ? 'decision.form.editTitle' : 'decision.form.newTitle';
  return (
    <FormPage
      title={t(title, { name })}
      lead={t(onlyPlan ? 'decision.form.planLead' : 'decision.form.lead')}
      crumbs={[[t('decision.title'), '/gov/decisions'], ...(existing ? [[name, path] as [string, string]] : [])]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{ label: t(onlyPlan ? 'decision.form.save' : 'decision.form.send'), run: () => void send() }}
      aside={
        assessment.data ? (
          <>
            <ProposalPanel assessment={assessment.data} department={department} />
            <CostPanel cost={assessment.data.cost} />
          </>
        ) : (
          <Skeleton active />
        )
      }
    >
      {!onlyPlan && (
        <FieldGroup title={t('decision.form.what')}>
          <DispositionContentFields tenant={tenant} form={form} level={assessment.data?.system.level} />
        </FieldGroup>
      )}
      <FieldGroup title={t('decision.form.when')}>
        <DispositionPlanFields tenant={tenant} system={system} form={form} />
      </FieldGroup>
    </FormPage>
  );
}

/** What the platform set stays as it is. */
function keptSpec(spec: DispositionObject['spec'], existing: DispositionObject | undefined): DispositionObject['spec'] {
  const { proposer, displayName, departmentRef, withdrawn } = existing?.spec ?? {};
  return {
    ...spec,
    ...(proposer ? { proposer } : {}),
    ...(displayName ? { displayName } : {}),
    ...(departmentRef ? { departmentRef } : {}),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
}
