import './ledger.css';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { InformationSystem, type KubeObject, LargeSystem, type ObjectOf, Tenant } from '@dizuo/api';
import { App, Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { largeSystemPath } from './ledger-paths.ts';
import { LedgerWayField } from './ledger-way-field.tsx';
import { choiceOf, isReplaceable, type LedgerChoice } from './ledger-ways.ts';
import { LedgerWaysOut } from './ledger-ways-out.tsx';
import { useTenantChoice } from './tenant-choice.tsx';
import { useTenantDepartments } from './use-tenant-departments.ts';

type Large = ObjectOf<typeof LargeSystem> & KubeObject;
type Module = NonNullable<Large['spec']['modules']>[number];
interface Values {
  name: string;
  displayName: string;
  description: string;
  departmentRef: string;
  linesOfBusiness: string[];
  modules: Module[];
  formedFrom: string[];
  tenants: string[];
  ledger: LedgerChoice;
}
const ways = ['counts', 'exception'] as const;

/** A new large system, in the tenant that is chosen first. */
export function NewLargeSystemPage() {
  const { tenant, choice } = useTenantChoice();
  return <LargeSystemForm key={tenant} tenant={tenant} tenantChoice={choice} />;
}

export function EditLargeSystemPage() {
  const { tenant = '', large = '' } = useParams();
  const live = useLiveObject(LargeSystem, { namespace: tenant, name: large });
  if (live.object) return <LargeSystemForm tenant={tenant} existing={live.object} />;
  return (
    <div className="page">
      {live.error ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active paragraph={{ rows: 6 }} />}
    </div>
  );
}

interface FormProps {
  tenant: string | undefined;
  tenantChoice?: React.ReactNode;
  existing?: Large;
}

function LargeSystemForm({ tenant, tenantChoice, existing }: FormProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const spec = existing?.spec;
  const check = useMemo(() => checkWith(t('ledger.large.required'), t('ledger.large.nameRule')), [t]);
  const form = useObjectForm<typeof LargeSystem, Values>({
    kind: LargeSystem,
    initial: {
      name: existing?.metadata.name ?? '',
      displayName: spec?.displayName ?? '',
      description: spec?.description ?? '',
      departmentRef: spec?.departmentRef ?? '',
      linesOfBusiness: spec?.linesOfBusiness ?? [],
      modules: spec?.modules ?? [],
      formedFrom: spec?.formedFrom ?? [],
      tenants: spec?.tenants ?? [],
      ledger: choiceOf(spec?.exceptionRef ? { exceptionRef: spec.exceptionRef } : {}),
    },
    draft: `large.${tenant ?? ''}.${existing?.metadata.uid ?? 'new'}`,
    check: (values) => ({ ...(tenant ? {} : { tenant: t('ledger.large.required') }), ...check(values) }),
    build: (values) => ({
      metadata: { name: values.name, namespace: tenant ?? '' },
      spec: specOf(values, spec),
    }),
    existing,
  });
  const { values, set } = form;
  const save = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('ledger.large.saved'));
    navigate(largeSystemPath(saved));
  };
  return (
    <FormPage
      title={existing ? t('ledger.large.editTitle', { name: existing.spec.displayName }) : t('ledger.large.newTitle')}
      lead={t('ledger.large.lead')}
      crumbs={[
        [t('ledger.large.title'), '/gov/large-systems'],
        ...(existing ? [[existing.spec.displayName, largeSystemPath(existing)] as [string, string]] : []),
      ]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      instead={
        <LedgerWaysOut error={form.refusal} tenant={tenant} ways={ways} onChoose={(way) => set({ ledger: { ...values.ledger, way } })} />
      }
      submit={{ label: t('ledger.large.save'), run: () => void save(), disabled: !tenant }}
    >
      {tenantChoice}
      {tenant && (
        <>
          <TextField
            form={form}
            path="spec.displayName"
            label={t('ledger.large.name')}
            required
            maxLength={100}
            value={values.displayName}
            onChange={(displayName) => set({ displayName })}
          />
          {!existing && (
            <TextField
              form={form}
              path="metadata.name"
              label={t('parts.object.identifier')}
              required
              mono
              maxLength={63}
              maxWidth={420}
              value={values.name}
              onChange={(name) => set({ name })}
            />
          )}
          <DepartmentField tenant={tenant} form={form} value={values.departmentRef} onChange={(departmentRef) => set({ departmentRef })} />
          <TextField
            form={form}
            path="spec.description"
            label={t('ledger.large.description')}
            rows={2}
            maxLength={2000}
            value={values.description}
            onChange={(description) => set({ description })}
          />
          <Field id="spec.linesOfBusiness" label={t('ledger.large.lines')} error={form.problem('spec.linesOfBusiness')}>
            {(control) => (
              <MultiChoice
                {...control}
                tags
                values={values.linesOfBusiness}
                options={[]}
                onChange={(linesOfBusiness) => set({ linesOfBusiness })}
              />
            )}
          </Field>
          <FieldGroup title={t('ledger.large.modules')}>
            <ModuleRows modules={values.modules} form={form} onChange={(modules) => set({ modules })} />
          </FieldGroup>
          <FieldGroup title={t('ledger.title')}>
            <FormedFrom tenant={tenant} form={form} values={values.formedFrom} onChange={(formedFrom) => set({ formedFrom })} />
            <LedgerWayField
              tenant={tenant}
              form={form}
              choice={values.ledger}
              ways={ways}
              own={existing && { kind: 'LargeSystem', name: existing.metadata.name }}
              onChange={(ledger) => set({ ledger })}
            />
            <SharedWith tenant={tenant} form={form} values={values.tenants} onChange={(tenants) => set({ tenants })} />
          </FieldGroup>
        </>
      )}
    </FormPage>
  );
}

function specOf(values: Values, old: Large['spec'] | undefined): Large['spec'] {
  const { description, ledger, name: _name, linesOfBusiness, modules, formedFrom, tenants, ...rest } = values;
  const { exceptionRef } = ledger.claim;
  return {
    ...(old?.members ? { members: old.members } : {}),
    ...rest,
    ...(description.trim() ? { description: description.trim() } : {}),
    ...(linesOfBusiness.length > 0 ? { linesOfBusiness } : {}),
    ...(modules.length > 0 ? { modules } : {}),
    ...(formedFrom.length > 0 ? { formedFrom } : {}),
    ...(tenants.length > 0 ? { tenants } : {}),
    ...(ledger.way === 'exception' && exceptionRef ? { exceptionRef } : {}),
  };
}

function checkWith(required: string, rule: string) {
  return ({ name, displayName, departmentRef, modules, ledger }: Values): Problems => {
    const found: Problems = {};
    if (!displayName.trim()) found['spec.displayName'] = required;
    if (!nameRule.test(name)) found['metadata.name'] = rule;
    if (!departmentRef) found['spec.departmentRef'] = required;
    for (const [i, module] of modules.entries()) {
      if (!nameRule.test(module.name)) found[`spec.modules[${i}].name`] = rule;
      if (!module.displayName.trim()) found[`spec.modules[${i}].displayName`] = required;
    }
    if (ledger.way === 'exception' && !ledger.claim.exceptionRef) found['spec.exceptionRef'] = required;
    return found;
  };
}

function DepartmentField(props: { tenant: string; form: FieldForm; value: string; onChange(value: string): void }) {
  const { t } = useWords();
  const departments = useTenantDepartments(props.tenant);
  return (
    <Field id="spec.departmentRef" label={t('ledger.large.department')} required error={props.form.problem('spec.departmentRef')}>
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          placeholder={t('ledger.way.required')}
          value={props.value || null}
          options={departments}
          onBlur={() => props.form.leave('spec.departmentRef')}
          onChange={(value) => value && props.onChange(value)}
        />
      )}
    </Field>
  );
}

interface ListField {
  tenant: string;
  form: FieldForm;
  values: string[];
  onChange(values: string[]): void;
}

function FormedFrom({ tenant, form, values, onChange }: ListField) {
  const { t } = useWords();
  const systems = useLiveList(InformationSystem, { namespace: tenant });
  const options = systems.items
    .filter((system) => isReplaceable(system) || values.includes(system.metadata.name))
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return (
    <Field
      id="spec.formedFrom"
      label={t('ledger.large.formedFrom')}
      help={t('ledger.large.formedFromHelp')}
      error={form.problem('spec.formedFrom')}
    >
      {(control) => <MultiChoice {...control} values={values} options={options} onChange={onChange} />}
    </Field>
  );
}

function SharedWith({ tenant, form, values, onChange }: ListField) {
  const { t } = useWords();
  const tenants = useLiveList(Tenant);
  const options = tenants.items
    .filter(({ metadata }) => metadata.name !== tenant)
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return (
    <Field id="spec.tenants" label={t('ledger.large.tenants')} help={t('ledger.large.tenantsHelp')} error={form.problem('spec.tenants')}>
      {(control) => <MultiChoice {...control} values={values} options={options} onChange={onChange} />}
    </Field>
  );
}

function ModuleRows({ modules, form, onChange }: { modules: Module[]; form: FieldForm; onChange(modules: Module[]): void }) {
  const { t } = useWords();
  const put = (i: number, change: Partial<Module>) => onChange(modules.map((module, at) => (at === i ? { ...module, ...change } : module)));
  return (
    <div className="stack-tight" style={{ marginBottom: 16 }}>
      {modules.map((module, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name until it is filled in
        <div key={i} className="modules-edit">
          <TextField
            form={form}
            path={`spec.modules[${i}].name`}
            label={t('ledger.large.moduleName')}
            mono
            value={module.name}
            onChange={(name) => put(i, { name })}
          />
          <TextField
            form={form}
            path={`spec.modules[${i}].displayName`}
            label={t('ledger.large.moduleTitle')}
            value={module.displayName}
            onChange={(displayName) => put(i, { displayName })}
          />
          <Button
            style={{ marginTop: 26 }}
            icon={<DeleteOutlined />}
            aria-label={t('ledger.large.removeModule', { n: i + 1 })}
            onClick={() => onChange(modules.toSpliced(i, 1))}
          />
        </div>
      ))}
      <div>
        <Button icon={<PlusOutlined />} onClick={() => onChange([...modules, { name: '', displayName: '' }])}>
          {t('ledger.large.addModule')}
        </Button>
      </div>
    </div>
  );
}
