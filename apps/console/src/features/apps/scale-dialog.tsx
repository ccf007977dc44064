import { Workload } from '@dizuo/api';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';

/** Sets how many replicas run. */
export function ScaleDialog(props: { tenant: string; name: string; replicas: number; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [count, setCount] = useState(props.replicas);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await client.objects(Workload).patch({ namespace: props.tenant, name: props.name }, { spec: { replicas: count } });
      message.success(t('apps.workload.scaled', { count }));
      props.onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('apps.workload.scale')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={props.onClose}
      okButtonProps={{ loading: busy, disabled: count === props.replicas }}
    >
      <Field id="replicas" label={t('apps.workload.scaleTitle')} help={t('apps.workload.scaleHelp')}>
        {(control) => <NumberInput {...control} min={0} max={10} width={120} value={count} onChange={(n) => setCount(n ?? 0)} />}
      </Field>
      {error !== undefined && <ErrorNotice error={error} />}
    </Modal>
  );
}
