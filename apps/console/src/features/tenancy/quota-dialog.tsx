import { type Amounts, type KubeObject, type ObjectOf, Quota } from '@dizuo/api';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { amountText, quotaResources } from '../../parts/amount.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { AmountFields } from './amount-fields.tsx';

/** Sets what a tenant may take; never less than it uses. */
export function QuotaDialog(props: {
  tenant: string;
  displayName: string;
  quota: (ObjectOf<typeof Quota> & KubeObject) | undefined;
  onClose(): void;
}) {
  const words = useWords();
  const { t } = words;
  const { message } = App.useApp();
  const { tenant, quota, onClose } = props;
  const [hard, setHard] = useState<Amounts>(quota?.spec.hard ?? {});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const used = quota?.status?.used ?? {};
  const resources = [...new Set([...quotaResources, ...Object.keys(hard)])];
  const problem = (resource: string) =>
    (hard[resource] ?? 0) < (used[resource] ?? 0) && resource in hard
      ? t('tenancy.belowUsed', { used: amountText(resource, used[resource] ?? 0, words) })
      : undefined;

  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const api = client.objects(Quota);
      const key = { namespace: tenant, name: 'default' };
      if (quota) await api.patch(key, { metadata: { resourceVersion: quota.metadata.resourceVersion }, spec: { hard } });
      else await api.create({ metadata: key, spec: { hard } });
      message.success(t('tenancy.saved'));
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={640}
      title={t('tenancy.raiseTitle', { name: props.displayName })}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onCancel={onClose}
      onOk={save}
      okButtonProps={{ loading: busy, disabled: resources.some((r) => problem(r) !== undefined) }}
    >
      <AmountFields
        resources={resources}
        values={hard}
        used={used}
        problem={problem}
        onChange={(resource, amount) => setHard({ ...hard, [resource]: amount ?? 0 })}
      />
      {error !== undefined && <ErrorNotice error={error} />}
    </Modal>
  );
}
