import { Consumer, Department, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { DraftChoice, DraftText } from '../../shapes/draft-fields.tsx';
import type { Draft } from '../../shapes/draft-path.ts';
import { useDraftForm } from '../../shapes/use-draft-form.ts';

type ConsumerObject = ObjectOf<typeof Consumer> & KubeObject;

/** Registers or changes a consumer; credentials are issued on its page. */
export function ConsumerDialog(props: { tenant: string; existing?: ConsumerObject; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { tenant, existing, onClose } = props;
  const departments = useLiveList(Department);
  const form = useDraftForm({
    kind: Consumer,
    namespace: tenant,
    existing,
    start: (existing?.spec ?? { credentials: [] }) as unknown as Draft,
  });

  const save = async () => {
    if (!form.attempt()) return;
    const consumer = await form.submit();
    if (!consumer) return;
    message.success(t('consumers.saved'));
    onClose();
    if (!existing) navigate(`/dev/${tenant}/consumers/${consumer.metadata.name}`);
  };

  return (
    <Modal
      open
      title={t(existing ? 'consumers.edit' : 'consumers.new')}
      okText={t('consumers.save')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={onClose}
      okButtonProps={{ loading: form.busy }}
    >
      <DraftText form={form.fields} path="spec.displayName" label={t('consumers.displayName')} maxLength={100} />
      {!existing && (
        <TextField
          form={form}
          path="metadata.name"
          label={t('consumers.name')}
          help={t('parts.nameHelp')}
          required
          mono
          maxLength={63}
          value={form.values.name}
          onChange={(name) => form.set({ name })}
        />
      )}
      <DraftChoice
        form={form.fields}
        path="spec.departmentRef"
        label={t('consumers.department')}
        clearable
        options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
      />
      {form.refusal !== undefined && <ErrorNotice error={form.refusal} />}
    </Modal>
  );
}
