import { type Amounts, Department, Quota, Tenant } from '@dizuo/api';
import { App } from 'antd';
import { useNavigate } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { quotaResources } from '../../parts/amount.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { PlainInput } from '../../parts/plain-input.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { AmountFields } from './amount-fields.tsx';

interface TenantValues {
  name: string;
  displayName: string;
  departmentRef: string;
  hard: Amounts;
}

const initial: TenantValues = {
  name: 't-',
  displayName: '',
  departmentRef: '',
  hard: { databases: 2, storageMiB: 10_240, connections: 100, replicas: 10, cpuMillis: 4000, memoryMiB: 4096 },
};

/** A tenant for a department, with its quota. */
export function NewTenantPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { reload } = useSession();
  const departments = useLiveList(Department);

  const form = useObjectForm({
    kind: Tenant,
    draft: 'tenant',
    initial,
    check(values: TenantValues): Problems {
      const found: Problems = {};
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      if (values.displayName.trim() === '') found['spec.displayName'] = t('tenancy.form.required');
      if (values.departmentRef === '') found['spec.departmentRef'] = t('tenancy.form.required');
      return found;
    },
    build: (values: TenantValues) => ({
      metadata: { name: values.name },
      spec: { displayName: values.displayName.trim(), departmentRef: values.departmentRef },
    }),
  });
  const { values, set, problem, leave } = form;

  const submit = async () => {
    const hard = values.hard;
    const tenant = await form.submit();
    if (!tenant) return;
    try {
      await client.objects(Quota).create({ metadata: { namespace: tenant.metadata.name, name: 'default' }, spec: { hard } });
      message.success(t('tenancy.form.done'));
    } catch {
      message.warning(t('tenancy.form.quotaFailed'), 8);
    }
    await reload();
    navigate(`/ops/tenants/${tenant.metadata.name}`);
  };

  return (
    <FormPage
      title={t('tenancy.form.title')}
      lead={t('tenancy.form.lead')}
      crumbs={[[t('tenancy.title'), '/ops/tenants']]}
      error={form.refusal}
      busy={form.busy}
      dirty={false}
      submit={{ label: t('tenancy.form.submit'), run: () => void submit() }}
    >
      <FieldGroup title={t('tenancy.form.tenant')}>
        <Field
          id="spec.departmentRef"
          label={t('tenancy.form.department')}
          help={t('tenancy.form.departmentHelp')}
          required
          error={problem('spec.departmentRef')}
        >
          {(control) => (
            <Choice
              {...control}
              value={values.departmentRef || null}
              options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
              onBlur={() => leave('spec.departmentRef')}
              onChange={(departmentRef: string | null) => {
                const chosen = departments.items.find((d) => d.metadata.name === departmentRef)?.spec.displayName ?? '';
                set({ departmentRef: departmentRef ?? '', ...(values.displayName === '' ? { displayName: chosen } : {}) });
              }}
            />
          )}
        </Field>
        <Field id="spec.displayName" label={t('tenancy.form.displayName')} required error={problem('spec.displayName')}>
          {(control) => (
            <PlainInput
              {...control}
              maxLength={100}
              value={values.displayName}
              onChange={(text) => set({ displayName: text })}
              onBlur={() => leave('spec.displayName')}
            />
          )}
        </Field>
        <Field
          id="metadata.name"
          label={t('tenancy.form.name')}
          help={t('tenancy.form.nameHelp')}
          required
          error={problem('metadata.name')}
        >
          {(control) => (
            <PlainInput
              {...control}
              mono
              maxLength={63}
              value={values.name}
              onChange={(text) => set({ name: text })}
              onBlur={() => leave('metadata.name')}
            />
          )}
        </Field>
      </FieldGroup>
      <FieldGroup title={t('tenancy.form.quota')}>
        <p className="help" style={{ marginBottom: 12 }}>
          {t('tenancy.form.quotaHelp')}
        </p>
        <AmountFields
          resources={quotaResources}
          values={values.hard}
          problem={() => undefined}
          onChange={(resource, amount) => set({ hard: { ...values.hard, [resource]: amount ?? 0 } })}
        />
      </FieldGroup>
    </FormPage>
  );
}
