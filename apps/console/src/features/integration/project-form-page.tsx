import { ItProject, type KubeObject, LargeSystem, LedgerException } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { BudgetRows } from './budget-rows.tsx';
import { DayField } from './day-field.tsx';
import { type BudgetLine, categories, type ProjectObject, type ProjectSpec, projectPath, projectProblems } from './project-values.ts';
import { fieldAt } from './system-form-fields.ts';
import { SystemInputs } from './system-form-inputs.tsx';
import { useSystems } from './systems.ts';
import { useTenantChoice } from './tenant-choice.tsx';
import { useTenantDepartments } from './use-tenant-departments.ts';

interface Values {
  spec: Partial<ProjectSpec>;
}
const firstLine = { name: '', kind: 'software' } as BudgetLine;

/** A new project, in the tenant that is chosen first. */
export function NewProjectPage() {
  const { tenant, choice } = useTenantChoice();
  return <ProjectForm key={tenant} tenant={tenant} tenantChoice={choice} />;
}

/** A project that was sent back is changed and checked again. */
export function EditProjectPage() {
  const { tenant = '', project = '' } = useParams();
  const live = useLiveObject(ItProject, { namespace: tenant, name: project });
  if (live.object) return <ProjectForm tenant={tenant} existing={live.object} />;
  return (
    <div className="page">
      {live.error ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active paragraph={{ rows: 8 }} />}
    </div>
  );
}

function ProjectForm(props: { tenant: string | undefined; tenantChoice?: ReactNode; existing?: ProjectObject }) {
  const { tenant, existing } = props;
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const check = useMemo(() => {
    const words = { required: t('project.form.required'), twice: t('project.form.twice') };
    return ({ spec }: Values): Problems => ({
      ...(tenant ? {} : { tenant: words.required }),
      ...projectProblems(spec, words),
    });
  }, [t, tenant]);
  const form = useObjectForm<typeof ItProject, Values>({
    kind: ItProject,
    initial: { spec: existing?.spec ?? { category: 'build', budget: [firstLine], newSystems: 0 } },
    draft: `project.${tenant ?? ''}.${existing?.metadata.uid ?? 'new'}`,
    check,
    build: ({ spec }) => ({
      metadata: { generateName: 'project-', namespace: tenant ?? '' } as KubeObject['metadata'],
      spec: filled(spec) as ProjectSpec,
    }),
    existing,
  });
  const { spec } = form.values;
  const set = (changes: Partial<ProjectSpec>) => form.set({ spec: { ...spec, ...changes } });
  const send = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('project.form.sent'));
    navigate(projectPath(saved));
  };
  return (
    <FormPage
      title={existing ? t('project.form.editTitle', { name: existing.spec.displayName }) : t('project.form.newTitle')}
      lead={t('project.form.lead')}
      crumbs={[
        [t('project.title'), '/gov/projects'],
        ...(existing ? [[existing.spec.displayName, projectPath(existing)] as [string, string]] : []),
      ]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{ label: t(existing ? 'project.form.resend' : 'project.form.send'), run: () => void send(), disabled: !tenant }}
    >
      {props.tenantChoice}
      {tenant && (
        <>
          <FieldGroup title={t('project.form.what')}>
            <TextField
              form={form}
              path="spec.displayName"
              label={t('project.name')}
              required
              maxLength={100}
              value={spec.displayName ?? ''}
              onChange={(displayName) => set({ displayName })}
            />
            <DepartmentField tenant={tenant} form={form} value={spec.departmentRef} onChange={(departmentRef) => set({ departmentRef })} />
            <Field id="spec.category" label={t('project.category')} required error={form.problem('spec.category')}>
              {(control) => (
                <Choice
                  {...control}
                  maxWidth={420}
                  value={spec.category ?? null}
                  options={categories.map((value) => ({ value, label: t(`project.categories.${value}`) }))}
                  onChange={(category) => category && set({ category })}
                />
              )}
            </Field>
            <TextField
              form={form}
              path="spec.purpose"
              label={t('project.form.purpose')}
              help={t('project.form.purposeHelp')}
              required
              rows={3}
              maxLength={4000}
              value={spec.purpose ?? ''}
              onChange={(purpose) => set({ purpose })}
            />
            <div className="form-row">
              <DayField
                form={form}
                path="spec.startsOn"
                label={t('project.form.startsOn')}
                value={spec.startsOn}
                onChange={(startsOn) => set({ startsOn } as Partial<ProjectSpec>)}
              />
              <DayField
                form={form}
                path="spec.endsOn"
                label={t('project.form.endsOn')}
                value={spec.endsOn}
                onChange={(endsOn) => set({ endsOn } as Partial<ProjectSpec>)}
              />
            </div>
          </FieldGroup>
          <FieldGroup title={t('project.form.does')}>
            <Words
              path="functions"
              label={t('project.form.functions')}
              help={t('project.form.functionsHelp')}
              spec={spec}
              form={form}
              set={set}
            />
            <Words path="dataCodes" label={t('project.form.data')} help={t('project.form.dataHelp')} spec={spec} form={form} set={set} />
            <Words path="linesOfBusiness" label={t('project.form.lines')} spec={spec} form={form} set={set} />
            <Words
              path="standards"
              label={t('project.form.standards')}
              help={t('project.form.standardsHelp')}
              spec={spec}
              form={form}
              set={set}
            />
          </FieldGroup>
          <FieldGroup title={t('project.form.counts')}>
            <Beside tenant={tenant} spec={spec} form={form} set={set} />
          </FieldGroup>
          <FieldGroup title={t('project.budget')}>
            <BudgetRows lines={spec.budget ?? []} form={form} onChange={(budget) => set({ budget })} />
          </FieldGroup>
          <FieldGroup title={t('inventory.group.technique')}>
            <SystemInputs
              fields={[fieldAt('stack')]}
              prefix="spec."
              words=""
              values={spec}
              problem={form.problem}
              onChange={(_path, value) => set({ stack: value } as Partial<ProjectSpec>)}
              onLeave={form.leave}
              offered={() => undefined}
            />
          </FieldGroup>
        </>
      )}
    </FormPage>
  );
}

interface Part {
  spec: Partial<ProjectSpec>;
  form: { problem(path: string): string | undefined; leave(path: string): void };
  set(changes: Partial<ProjectSpec>): void;
}
type WordList = 'functions' | 'dataCodes' | 'linesOfBusiness' | 'standards';

function Words({ path, label, help, spec, form, set }: Part & { path: WordList; label: string; help?: string }) {
  return (
    <Field id={`spec.${path}`} label={label} help={help} error={form.problem(`spec.${path}`)}>
      {(control) => <MultiChoice {...control} tags values={spec[path] ?? []} options={[]} onChange={(words) => set({ [path]: words })} />}
    </Field>
  );
}

function DepartmentField(props: { tenant: string; form: Part['form']; value: string | undefined; onChange(value: string): void }) {
  const { t } = useWords();
  const departments = useTenantDepartments(props.tenant);
  return (
    <Field id="spec.departmentRef" label={t('project.department')} required error={props.form.problem('spec.departmentRef')}>
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          value={props.value ?? null}
          options={departments}
          onBlur={() => props.form.leave('spec.departmentRef')}
          onChange={(value) => value && props.onChange(value)}
        />
      )}
    </Field>
  );
}

/** How the project stands to what the tenant has. */
function Beside({ tenant, spec, form, set }: Part & { tenant: string }) {
  const { t } = useWords();
  const systems = useSystems({ namespace: tenant, limit: 500 });
  const larges = useLiveList(LargeSystem, { namespace: tenant });
  const exceptions = useLiveList(LedgerException, { namespace: tenant });
  const rows = systems.data?.items ?? [];
  const named = rows.map(({ name, displayName }) => ({ value: name, label: displayName }));
  const own = rows
    .filter(({ level }) => level === 'district' || level === 'unit')
    .map(({ name, displayName }) => ({ value: name, label: displayName }));
  return (
    <>
      <Field id="spec.systemRefs" label={t('project.form.systems')} error={form.problem('spec.systemRefs')}>
        {(control) => (
          <MultiChoice {...control} values={spec.systemRefs ?? []} options={named} onChange={(systemRefs) => set({ systemRefs })} />
        )}
      </Field>
      <Field id="spec.newSystems" label={t('project.form.newSystems')} error={form.problem('spec.newSystems')}>
        {(control) => (
          <NumberInput
            {...control}
            min={0}
            max={100}
            width={220}
            value={spec.newSystems}
            onChange={(newSystems) => set({ newSystems } as Partial<ProjectSpec>)}
          />
        )}
      </Field>
      <Field id="spec.moduleOf" label={t('project.form.moduleOf')} error={form.problem('spec.moduleOf')}>
        {(control) => (
          <Choice
            {...control}
            clearable
            maxWidth={420}
            placeholder={t('project.form.none')}
            empty={t('project.form.none')}
            value={spec.moduleOf ?? null}
            options={larges.items.map((large) => ({ value: large.metadata.name, label: large.spec.displayName }))}
            onChange={(moduleOf) => set({ moduleOf: moduleOf ?? undefined } as Partial<ProjectSpec>)}
          />
        )}
      </Field>
      <Field id="spec.replaces" label={t('project.form.replaces')} error={form.problem('spec.replaces')}>
        {(control) => <MultiChoice {...control} values={spec.replaces ?? []} options={own} onChange={(replaces) => set({ replaces })} />}
      </Field>
      <Field id="spec.exceptionRef" label={t('project.form.exception')} error={form.problem('spec.exceptionRef')}>
        {(control) => (
          <Choice
            {...control}
            clearable
            maxWidth={420}
            placeholder={t('project.form.noException')}
            empty={t('project.form.noException')}
            value={spec.exceptionRef ?? null}
            options={exceptions.items.map((exception) => ({ value: exception.metadata.name, label: exception.spec.displayName }))}
            onChange={(exceptionRef) => set({ exceptionRef: exceptionRef ?? undefined } as Partial<ProjectSpec>)}
          />
        )}
      </Field>
    </>
  );
}

/** Without what is empty. */
function filled(spec: Partial<ProjectSpec>): object {
  const isEmpty = (value: unknown) => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(spec).filter(([key, value]) => key === 'budget' || !isEmpty(value)));
}
