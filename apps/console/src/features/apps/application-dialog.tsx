import { Application, Department, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { LedgerWayField } from '../integration/ledger-way-field.tsx';
import { choiceOf, claimOf, wayProblems } from '../integration/ledger-ways.ts';
import { LedgerWaysOut } from '../integration/ledger-ways-out.tsx';

const ways = ['counts', 'module', 'replaces', 'realises', 'exception'] as const;

/** Makes or changes an application. */
export function ApplicationDialog(props: {
  tenant: string;
  existing?: ObjectOf<typeof Application> & KubeObject;
  /** Ledger exception by which it is made. */
  exception?: string;
  onClose(): void;
}) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const departments = useLiveList(Department);
  const { tenant, existing, onClose } = props;
  const spec = existing?.spec;
  const { moduleOf: _module, replaces: _replaces, realises: _realises, exceptionRef: _exception, ...kept } = spec ?? {};
  const form = useObjectForm({
    kind: Application,
    existing,
    initial: {
      name: existing?.metadata.name ?? '',
      zh: spec?.displayName.zh ?? '',
      en: spec?.displayName.en ?? '',
      description: spec?.description?.zh ?? '',
      departmentRef: spec?.departmentRef ?? '',
      ledger: choiceOf(spec ?? (props.exception ? { exceptionRef: props.exception } : {})),
    },
    check(values): Problems {
      const found: Problems = {};
      if (values.zh.trim() === '') found['spec.displayName.zh'] = t('apps.applications.due');
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      return { ...found, ...wayProblems(values.ledger, t('ledger.way.required')) };
    },
    build: (values) => ({
      metadata: { namespace: tenant, name: values.name },
      spec: {
        ...kept,
        ...claimOf(values.ledger),
        displayName: { zh: values.zh.trim(), ...(values.en.trim() ? { en: values.en.trim() } : {}) },
        ...(values.description.trim() ? { description: { ...spec?.description, zh: values.description.trim() } } : {}),
        ...(values.departmentRef ? { departmentRef: values.departmentRef } : {}),
      },
    }),
  });
  const { values, set, problem, leave } = form;
  const save = async () => {
    const application = await form.submit();
    if (!application) return;
    message.success(t(existing ? 'parts.saved' : 'apps.applications.created'));
    onClose();
    if (!existing) navigate(`/dev/${tenant}/applications/${application.metadata.name}`);
  };
  return (
    <Modal
      open
      title={t(existing ? 'apps.application.edit' : 'apps.applications.new')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={onClose}
      okButtonProps={{ loading: form.busy }}
    >
      <Field id="spec.displayName.zh" label={t('apps.applications.displayName')} required error={problem('spec.displayName.zh')}>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            value={values.zh}
            onChange={(event) => set({ zh: event.target.value })}
            onBlur={() => leave('spec.displayName.zh')}
          />
        )}
      </Field>
      {!existing && (
        <Field id="metadata.name" label={t('apps.applications.name')} help={t('parts.nameHelp')} required error={problem('metadata.name')}>
          {(control) => (
            <Input
              {...control}
              className="mono"
              maxLength={63}
              value={values.name}
              onChange={(event) => set({ name: event.target.value })}
              onBlur={() => leave('metadata.name')}
            />
          )}
        </Field>
      )}
      <Field id="spec.displayName.en" label={t('apps.applications.english')} error={problem('spec.displayName.en')}>
        {(control) => <Input {...control} maxLength={200} value={values.en} onChange={(event) => set({ en: event.target.value })} />}
      </Field>
      <Field id="spec.description.zh" label={t('apps.applications.description')} error={problem('spec.description.zh')}>
        {(control) => (
          <Input.TextArea
            {...control}
            maxLength={200}
            autoSize={{ minRows: 2, maxRows: 5 }}
            value={values.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field id="spec.departmentRef" label={t('apps.applications.department')} error={problem('spec.departmentRef')}>
        {(control) => (
          <Choice
            {...control}
            clearable
            value={values.departmentRef || null}
            onChange={(departmentRef: string | null) => set({ departmentRef: departmentRef ?? '' })}
            options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
          />
        )}
      </Field>
      <LedgerWayField
        tenant={tenant}
        form={form}
        choice={values.ledger}
        ways={ways}
        own={existing && { kind: 'Application', name: existing.metadata.name }}
        onChange={(ledger) => set({ ledger })}
      />
      {form.refusal !== undefined && (
        <ErrorNotice error={form.refusal}>
          <LedgerWaysOut error={form.refusal} tenant={tenant} ways={ways} onChoose={(way) => set({ ledger: { ...values.ledger, way } })} />
        </ErrorNotice>
      )}
    </Modal>
  );
}
