import { type KubeObject, Ledger, type ObjectOf, Tenant } from '@dizuo/api';
import { App, Checkbox, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { DayField } from './day-field.tsx';
import { useDepartmentNames } from './use-department-names.ts';

type LedgerObject = ObjectOf<typeof Ledger> & KubeObject;
interface Values {
  tenant: string;
  target: number | undefined;
  targetOn: string | undefined;
  freeze: boolean;
}

/** A ledger for a bureau that has none yet. */
export function NewLedgerPage() {
  return <LedgerForm />;
}

/** Target and date of a ledger. */
export function EditLedgerPage() {
  const { tenant = '' } = useParams();
  const live = useLiveObject(Ledger, { namespace: tenant, name: 'default' });
  if (live.object) return <LedgerForm existing={live.object} />;
  return (
    <div className="page">
      {live.error ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active paragraph={{ rows: 6 }} />}
    </div>
  );
}

function LedgerForm({ existing }: { existing?: LedgerObject }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const tenants = useLiveList(Tenant, { enabled: !existing });
  const ledgers = useLiveList(Ledger, { enabled: !existing });
  const free = tenants.items.filter(({ spec }) => !ledgers.items.some((ledger) => ledger.spec.departmentRef === spec.departmentRef));
  const departmentOf = (tenant: string) => tenants.items.find(({ metadata }) => metadata.name === tenant)?.spec.departmentRef ?? '';
  const check = useMemo(() => checkWith(t('ledger.form.required')), [t]);
  const form = useObjectForm<typeof Ledger, Values>({
    kind: Ledger,
    initial: {
      tenant: existing?.metadata.namespace ?? '',
      target: existing?.spec.target ?? 5,
      targetOn: existing?.spec.targetOn,
      freeze: false,
    },
    existing,
    check,
    build: ({ tenant, target, targetOn, freeze }) => ({
      metadata: { name: 'default', namespace: tenant },
      spec: {
        departmentRef: existing?.spec.departmentRef ?? departmentOf(tenant),
        phase: freeze ? 'frozen' : (existing?.spec.phase ?? 'inventory'),
        ...(target === undefined ? {} : { target }),
        ...(targetOn ? { targetOn } : {}),
      },
    }),
  });
  const { values, set } = form;
  const save = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('ledger.saved'));
    navigate(`/gov/ledgers/${saved.metadata.namespace}`);
  };
  return (
    <FormPage
      title={existing ? `${department(existing.spec.departmentRef)} · ${t('ledger.form.title')}` : t('ledger.form.newTitle')}
      lead={t('ledger.form.lead')}
      crumbs={[
        [t('ledger.title'), '/gov/ledgers'],
        ...(existing ? [[department(existing.spec.departmentRef), `/gov/ledgers/${existing.metadata.namespace}`] as [string, string]] : []),
      ]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{ label: t('ledger.form.save'), run: () => void save() }}
    >
      {!existing && (
        <Field id="metadata.namespace" label={t('ledger.department')} required error={form.problem('metadata.namespace')}>
          {(control) => (
            <Choice
              {...control}
              maxWidth={420}
              value={values.tenant || null}
              placeholder={t('ledger.way.required')}
              options={free.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }))}
              onBlur={() => form.leave('metadata.namespace')}
              onChange={(tenant) => tenant && set({ tenant })}
            />
          )}
        </Field>
      )}
      <Field id="spec.target" label={t('ledger.target')} help={t('ledger.form.targetHelp')} error={form.problem('spec.target')}>
        {(control) => (
          <NumberInput {...control} min={0} max={999} width={220} value={values.target} onChange={(target) => set({ target })} />
        )}
      </Field>
      <DayField
        form={form}
        path="spec.targetOn"
        label={t('ledger.targetOn')}
        value={values.targetOn}
        onChange={(targetOn) => set({ targetOn })}
      />
      {!existing && (
        <Field id="spec.phase" label={t('ledger.phase')} help={t('ledger.form.freezeHelp')} error={form.problem('spec.phase')}>
          {({ id }) => (
            <Checkbox id={id} checked={values.freeze} onChange={(event) => set({ freeze: event.target.checked })}>
              {t('ledger.form.freezeNow')}
            </Checkbox>
          )}
        </Field>
      )}
    </FormPage>
  );
}

function checkWith(required: string) {
  return ({ tenant }: Values): Problems => (tenant ? {} : { 'metadata.namespace': required });
}
