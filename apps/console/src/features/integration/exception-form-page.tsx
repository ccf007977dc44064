import { type KubeObject, LedgerException } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { DayField } from './day-field.tsx';
import { type ExceptionObject, exceptionPath } from './exception-values.ts';
import { useTenantChoice } from './tenant-choice.tsx';
import { useBureau } from './use-bureau.ts';

type Spec = ExceptionObject['spec'];
interface Values {
  displayName: string;
  cause: Spec['cause'];
  systems: number | undefined;
  until: string | undefined;
  reason: string;
}

/** A new exception, of the tenant that is chosen first. */
export function NewExceptionPage() {
  const { tenant, choice } = useTenantChoice();
  return <ExceptionForm key={tenant} tenant={tenant} tenantChoice={choice} />;
}

/** One that was sent back is changed; one that has ended is asked for again, for longer. */
export function EditExceptionPage() {
  const { tenant = '', exception = '' } = useParams();
  const live = useLiveObject(LedgerException, { namespace: tenant, name: exception });
  if (live.object) return <ExceptionForm tenant={tenant} existing={live.object} />;
  return (
    <div className="page">
      {live.error ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active paragraph={{ rows: 6 }} />}
    </div>
  );
}

interface FormProps {
  tenant: string | undefined;
  tenantChoice?: React.ReactNode;
  existing?: ExceptionObject;
}

function ExceptionForm({ tenant, tenantChoice, existing }: FormProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const bureau = useBureau(existing ? undefined : tenant);
  const extends_ = existing?.status?.phase === 'Expired';
  const check = useMemo(() => checkWith(t('ledger.form.required')), [t]);
  const form = useObjectForm<typeof LedgerException, Values>({
    kind: LedgerException,
    initial: {
      displayName: existing?.spec.displayName ?? '',
      cause: existing?.spec.cause ?? 'newNeed',
      systems: existing?.spec.systems ?? 1,
      until: existing?.spec.until,
      reason: existing?.spec.reason ?? '',
    },
    draft: `exception.${tenant ?? ''}.${existing?.metadata.uid ?? 'new'}`,
    check: (values) => ({ ...(tenant ? {} : { tenant: t('ledger.form.required') }), ...check(values) }),
    build: ({ displayName, cause, systems, until, reason }) => ({
      metadata: { generateName: 'exception-', namespace: tenant ?? '' } as KubeObject['metadata'],
      spec: {
        ...existing?.spec,
        displayName: displayName.trim(),
        departmentRef: existing?.spec.departmentRef ?? bureau ?? '',
        cause,
        systems: systems ?? 1,
        reason: reason.trim(),
        ...(until ? { until } : {}),
      },
    }),
    existing,
  });
  const { values, set } = form;
  const send = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('ledger.exception.sent'));
    navigate(exceptionPath(saved));
  };
  const title = existing
    ? t(extends_ ? 'ledger.exception.extendTitle' : 'ledger.exception.editTitle', { name: existing.spec.displayName })
    : t('ledger.exception.newTitle');
  return (
    <FormPage
      title={title}
      lead={t('ledger.exception.lead')}
      crumbs={[
        [t('ledger.title'), '/gov/ledgers'],
        ...(existing ? [[existing.spec.displayName, exceptionPath(existing)] as [string, string]] : []),
      ]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{
        label: t(existing ? 'ledger.exception.resend' : 'ledger.exception.send'),
        run: () => void send(),
        disabled: !tenant || (!existing && !bureau),
      }}
    >
      {tenantChoice}
      <TextField
        form={form}
        path="spec.displayName"
        label={t('ledger.exception.name')}
        help={t('ledger.exception.nameHelp')}
        required
        maxLength={100}
        disabled={extends_}
        value={values.displayName}
        onChange={(displayName) => set({ displayName })}
      />
      <Field id="spec.cause" label={t('ledger.exception.cause')} required error={form.problem('spec.cause')}>
        {(control) => (
          <Choice
            {...control}
            maxWidth={420}
            disabled={extends_}
            value={values.cause}
            options={(['newNeed', 'lateRegistration'] as const).map((value) => ({ value, label: t(`ledger.exception.causes.${value}`) }))}
            onChange={(cause) => cause && set({ cause })}
          />
        )}
      </Field>
      <div className="form-row">
        <Field id="spec.systems" label={t('ledger.exception.systems')} required error={form.problem('spec.systems')}>
          {(control) => (
            <NumberInput
              {...control}
              min={1}
              max={20}
              width={220}
              disabled={extends_}
              value={values.systems}
              onChange={(systems) => set({ systems })}
            />
          )}
        </Field>
        <DayField
          form={form}
          path="spec.until"
          label={t('ledger.exception.until')}
          required={values.cause === 'newNeed'}
          value={values.until}
          onChange={(until) => set({ until })}
        />
      </div>
      <TextField
        form={form}
        path="spec.reason"
        label={t('ledger.exception.reason')}
        help={t('ledger.exception.reasonHelp')}
        required
        rows={4}
        maxLength={2000}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormPage>
  );
}

function checkWith(required: string) {
  return ({ displayName, cause, systems, until, reason }: Values): Problems => ({
    ...(displayName.trim() ? {} : { 'spec.displayName': required }),
    ...(systems ? {} : { 'spec.systems': required }),
    ...(until || cause === 'lateRegistration' ? {} : { 'spec.until': required }),
    ...(reason.trim().length > 1 ? {} : { 'spec.reason': required }),
  });
}
