import { Application, type KubeObject, type ObjectOf, Quota, Workload } from '@dizuo/api';
import { App, Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainInput, PlainTextArea } from '../../parts/plain-input.tsx';
import { QuotaBar } from '../../parts/quota-bar.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { quotaEffect } from '../catalog/quote.ts';
import { EnvironmentFields } from './environment-fields.tsx';
import { ProgramFields } from './program-fields.tsx';
import { missingForSample, valuesOf, type WorkloadValues, type WorkloadWords, workloadOf, workloadProblems } from './workload-values.ts';

type WorkloadObject = ObjectOf<typeof Workload> & KubeObject;

/** Deploys a new workload; application and Secret may be named in the address. */
export function NewWorkloadPage() {
  const { tenant = '' } = useParams();
  const [params] = useSearchParams();
  return <WorkloadForm tenant={tenant} start={valuesOf(undefined, params.get('application') ?? '', params.get('secret') ?? '')} />;
}

/** Changes a workload's deployment. */
export function EditWorkloadPage() {
  const { tenant = '', workload = '' } = useParams();
  const live = useLiveObject(Workload, { namespace: tenant, name: workload });
  if (live.error && !live.object) {
    return (
      <div className="page">
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  }
  if (!live.object) {
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  }
  return <WorkloadForm tenant={tenant} existing={live.object} start={valuesOf(live.object, '', '')} />;
}

function useWorkloadWords(): WorkloadWords {
  const { t } = useWords();
  return useMemo(
    () => ({
      due: t('apps.deploy.due'),
      nameRule: t('apps.deploy.nameHelp'),
      variableRule: t('apps.deploy.variableRule'),
      duplicate: t('apps.deploy.duplicate'),
      reserved: t('apps.deploy.reserved'),
      pathRule: t('apps.deploy.pathRule'),
      number: (min, max) => t('apps.deploy.number', { min, max }),
    }),
    [t],
  );
}

function WorkloadForm({ tenant, existing, start }: { tenant: string; existing?: WorkloadObject; start: WorkloadValues }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const words = useWorkloadWords();
  const applications = useLiveList(Application, { namespace: tenant });
  const form = useObjectForm({
    kind: Workload,
    existing,
    ...(existing ? {} : { draft: `workload.${tenant}` }),
    initial: start,
    check: (values: WorkloadValues) => workloadProblems(values, words),
    build: (values: WorkloadValues) => workloadOf(values, tenant, existing),
  });
  const { values, set, problem, leave } = form;
  const missing = missingForSample(values);

  const submit = async () => {
    const workload = await form.submit();
    if (!workload) return;
    message.success(t('apps.deploy.done'));
    navigate(`/dev/${tenant}/workloads/${workload.metadata.name}`);
  };
  const number = (
    path: string,
    label: string,
    value: number | undefined,
    min: number,
    max: number,
    take: (n: number | undefined) => void,
  ) => (
    <Field id={path} label={label} required error={problem(path)}>
      {(control) => <NumberInput {...control} min={min} max={max} value={value} onChange={take} onBlur={() => leave(path)} />}
    </Field>
  );

  return (
    <FormPage
      title={existing ? t('apps.deploy.edit', { name: existing.metadata.name }) : t('apps.deploy.title')}
      lead={t('apps.deploy.lead')}
      crumbs={
        existing
          ? [
              [t('apps.applications.title'), `/dev/${tenant}/applications`],
              [existing.metadata.name, `/dev/${tenant}/workloads/${existing.metadata.name}`],
            ]
          : [[t('apps.applications.title'), `/dev/${tenant}/applications`]]
      }
      error={form.refusal}
      busy={form.busy}
      dirty={existing !== undefined && form.dirty}
      submit={{ label: t(existing ? 'apps.deploy.save' : 'apps.deploy.submit'), run: () => void submit() }}
      aside={<WorkloadEffect tenant={tenant} values={values} existing={existing} />}
    >
      <FieldGroup title={t('apps.deploy.basics')}>
        <Field
          id="spec.applicationRef"
          label={t('apps.deploy.application')}
          required
          error={problem('spec.applicationRef')}
          help={
            applications.loaded &&
            applications.items.length === 0 && <Link to={`/dev/${tenant}/applications`}>{t('apps.deploy.newApplication')}</Link>
          }
        >
          {(control) => (
            <Choice
              {...control}
              disabled={existing !== undefined}
              value={values.applicationRef || null}
              onChange={(applicationRef: string | null) => set({ applicationRef: applicationRef ?? '' })}
              onBlur={() => leave('spec.applicationRef')}
              options={applications.items.map((a) => ({ value: a.metadata.name, label: say(a.spec.displayName) }))}
            />
          )}
        </Field>
        {!existing && (
          <Field
            id="metadata.name"
            label={t('apps.deploy.name')}
            help={t('apps.deploy.nameHelp')}
            required
            error={problem('metadata.name')}
          >
            {(control) => (
              <PlainInput
                {...control}
                mono
                maxLength={45}
                value={values.name}
                onChange={(text) => set({ name: text })}
                onBlur={() => leave('metadata.name')}
              />
            )}
          </Field>
        )}
      </FieldGroup>
      <FieldGroup title={t('apps.deploy.program')}>
        <ProgramFields tenant={tenant} values={values} problem={problem} onChange={set} />
        <Field id="spec.command" label={t('apps.deploy.command')} help={t('apps.deploy.commandHelp')} error={problem('spec.command')}>
          {(control) => <PlainTextArea {...control} mono rows={1} value={values.command} onChange={(text) => set({ command: text })} />}
        </Field>
      </FieldGroup>
      <FieldGroup title={t('apps.deploy.environment')}>
        {missing.length > 0 && (
          <div className="notice notice-old row-between" style={{ marginBottom: 12 }}>
            <span>{t('apps.deploy.sampleNeeds', { names: missing.map((row) => row.name).join(', ') })}</span>
            <Button onClick={() => set({ env: [...values.env, ...missing] })}>{t('apps.deploy.fillIn')}</Button>
          </div>
        )}
        <EnvironmentFields tenant={tenant} rows={values.env} problem={problem} onLeave={leave} onChange={(env) => set({ env })} />
      </FieldGroup>
      <FieldGroup title={t('apps.deploy.resources')}>
        <div className="columns columns-even" style={{ gap: '0 24px' }}>
          {number('spec.replicas', t('apps.deploy.replicas'), values.replicas, 0, 10, (replicas) => set({ replicas }))}
          {number('spec.resources.cpuMillis', t('apps.deploy.cpu'), values.cpuMillis, 10, 64_000, (cpuMillis) => set({ cpuMillis }))}
          {number('spec.resources.memoryMiB', t('apps.deploy.memory'), values.memoryMiB, 32, 262_144, (memoryMiB) => set({ memoryMiB }))}
        </div>
      </FieldGroup>
      <FieldGroup title={t('apps.deploy.health')}>
        <div className="columns columns-even" style={{ gap: '0 24px' }}>
          <Field
            id="spec.healthCheck.path"
            label={t('apps.deploy.healthPath')}
            help={t('apps.deploy.healthHelp')}
            required
            error={problem('spec.healthCheck.path')}
          >
            {(control) => (
              <PlainInput
                {...control}
                mono
                value={values.healthPath}
                onChange={(text) => set({ healthPath: text })}
                onBlur={() => leave('spec.healthCheck.path')}
              />
            )}
          </Field>
          {number('spec.healthCheck.intervalSeconds', t('apps.deploy.interval'), values.intervalSeconds, 1, 300, (intervalSeconds) =>
            set({ intervalSeconds }),
          )}
        </div>
      </FieldGroup>
    </FormPage>
  );
}

/** What the deployment adds to what the tenant uses. */
function WorkloadEffect({ tenant, values, existing }: { tenant: string; values: WorkloadValues; existing: WorkloadObject | undefined }) {
  const { t } = useWords();
  const quota = useLiveObject(Quota, { namespace: tenant, name: 'default' });
  const before = existing?.spec;
  const held = before?.replicas ?? (before ? 1 : 0);
  const wanted = values.replicas ?? 0;
  const more = {
    replicas: wanted - held,
    cpuMillis: wanted * (values.cpuMillis ?? 0) - held * (before?.resources?.cpuMillis ?? 250),
    memoryMiB: wanted * (values.memoryMiB ?? 0) - held * (before?.resources?.memoryMiB ?? 256),
  };
  const effect = quotaEffect(quota.object, more);
  return (
    <Panel title={t('apps.deploy.effect')}>
      <div className="stack" aria-live="polite">
        {effect.length === 0 && <span className="muted">{t('catalog.order.takesNothing')}</span>}
        {effect.map((e) => (
          <QuotaBar key={e.resource} resource={e.resource} used={e.used} hard={e.hard} more={e.more} />
        ))}
        {quota.loaded && !quota.object && <span style={{ color: 'var(--pending)' }}>{t('catalog.order.noQuota')}</span>}
      </div>
    </Panel>
  );
}
