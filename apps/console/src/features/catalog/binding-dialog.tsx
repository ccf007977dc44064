import { ServiceBinding } from '@dizuo/api';
import { App, Modal } from 'antd';
import { useMemo } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { TextField } from '../../parts/text-field.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';

/** Another set of credentials for an instance, in a Secret of the same name. */
export function BindingDialog({ tenant, instance, onClose }: { tenant: string; instance: string; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const form = useObjectForm({
    kind: ServiceBinding,
    initial: useMemo(() => ({ name: `${instance}-` }), [instance]),
    check: (values): Problems => (nameRule.test(values.name) ? {} : { 'metadata.name': t('parts.nameRule') }),
    build: (values) => ({ metadata: { namespace: tenant, name: values.name }, spec: { instanceRef: instance } }),
  });
  const save = async () => {
    if (!form.attempt() || !(await form.submit())) return;
    message.success(t('catalog.instance.bindingMade'));
    onClose();
  };
  return (
    <Modal
      open
      title={t('catalog.instance.newBinding')}
      okText={t('catalog.instance.makeBinding')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={onClose}
      okButtonProps={{ loading: form.busy }}
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('catalog.instance.noBindingHint')}
      </p>
      <TextField
        form={form}
        path="metadata.name"
        label={t('catalog.instance.bindingName')}
        help={t('catalog.instance.bindingHelp')}
        required
        mono
        maxLength={63}
        value={form.values.name}
        onChange={(name) => form.set({ name })}
      />
      {form.refusal !== undefined && <ErrorNotice error={form.refusal} />}
    </Modal>
  );
}
