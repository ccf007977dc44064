import { Department, Grant, Position, platformRoles, type Role, systemNamespace, tenantRoles, User } from '@dizuo/api';
import { App, DatePicker, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';

type SubjectKind = 'User' | 'Department' | 'Position';
const subjectKinds: SubjectKind[] = ['User', 'Department', 'Position'];

/** Gives a role in a namespace. */
export function GrantDialog({ namespace, onClose }: { namespace: string; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const roles: readonly Role[] = namespace === systemNamespace ? platformRoles : tenantRoles;
  const [role, setRole] = useState<Role>(roles.includes('developer') ? 'developer' : 'operator');
  const [kind, setKind] = useState<SubjectKind>('User');
  const [subjects, setSubjects] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const [expires, setExpires] = useState<Dayjs | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const lists = { User: useLiveList(User), Department: useLiveList(Department), Position: useLiveList(Position) };

  const save = async () => {
    setTried(true);
    if (subjects.length === 0) return;
    setBusy(true);
    setError(undefined);
    try {
      await client.objects(Grant).create({
        metadata: { namespace, generateName: `${role}-` },
        spec: {
          role,
          subjects: subjects.map((name) => ({ kind, name })),
          ...(reason.trim() ? { reason: reason.trim() } : {}),
          ...(expires ? { expiresAt: expires.endOf('day').toISOString() } : {}),
        },
      });
      message.success(t('access.granted'));
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={t('access.add')}
      okText={t('access.new')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={onClose}
      okButtonProps={{ loading: busy }}
    >
      <Field id="grant-role" label={t('access.role')} help={t(`access.rolesHelp.${role}`)} required>
        {(control) => (
          <Select {...control} value={role} onChange={setRole} options={roles.map((r) => ({ value: r, label: t(`access.roles.${r}`) }))} />
        )}
      </Field>
      <Field id="grant-kind" label={t('access.kindLabel')} required>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={(next) => {
              setKind(next);
              setSubjects([]);
            }}
            options={subjectKinds.map((k) => ({ value: k, label: t(`access.kind.${k}`) }))}
          />
        )}
      </Field>
      <Field
        id="grant-subjects"
        label={t('access.chooseSubject')}
        required
        error={tried && subjects.length === 0 ? t('access.due') : undefined}
      >
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={subjects}
            onChange={setSubjects}
            options={lists[kind].items.map((item) => ({
              value: item.metadata.name,
              label: `${item.spec.displayName} (${item.metadata.name})`,
            }))}
          />
        )}
      </Field>
      <Field id="grant-reason" label={t('access.reason')} help={t('access.reasonHelp')}>
        {(control) => <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <Field id="grant-expires" label={t('access.expires')} help={t('access.expiresHelp')}>
        {({ id }) => <DatePicker id={id} value={expires} onChange={setExpires} minDate={dayjs()} style={{ width: 200 }} />}
      </Field>
      {error !== undefined && <ErrorNotice error={error} />}
    </Modal>
  );
}
