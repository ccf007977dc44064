import { type Department, type KubeObject, type ObjectOf, Position, type User } from '@dizuo/api';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { objectDeletion } from '../../data/object-deletion.ts';
import type { LiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { LiveTable } from '../../shapes/list-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';

type PositionObject = ObjectOf<typeof Position> & KubeObject;

/** Positions of the chosen department, or of all. */
export function PositionsPanel(props: {
  positions: LiveList<PositionObject>;
  departments: readonly ObjectOf<typeof Department>[];
  users: readonly ObjectOf<typeof User>[];
  chosen: string;
  mayChange: boolean;
}) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<PositionObject>();
  const { positions, departments, users, chosen, mayChange } = props;
  const items = chosen ? positions.items.filter((p) => p.spec.departmentRef === chosen) : positions.items;
  const departmentName = (name: string) => departments.find((d) => d.metadata.name === name)?.spec.displayName ?? name;
  const holders = (name: string) => users.filter((u) => u.spec.appointments?.some((a) => a.positionRef === name));
  const add = mayChange && chosen !== '' && <Button onClick={() => setAdding(true)}>{t('identity.organisation.newPosition')}</Button>;

  return (
    <div className="stack">
      {add && <div>{add}</div>}
      <LiveTable
        id="positions"
        list={{ ...positions, items }}
        sort="department"
        words={(p) => `${p.metadata.name} ${p.spec.displayName}`}
        empty={{ title: t('identity.organisation.emptyPositions'), hint: t('identity.organisation.emptyPositionsHint'), action: add }}
        columns={[
          {
            key: 'name',
            title: t('identity.organisation.displayName'),
            cell: (p) => (
              <>
                {p.spec.displayName} {p.spec.head && <span className="muted">({t('identity.organisation.headShort')})</span>}
                <div className="mono muted">{p.metadata.name}</div>
              </>
            ),
            text: (p) => p.spec.displayName,
          },
          {
            key: 'department',
            title: t('identity.user.department'),
            cell: (p) => departmentName(p.spec.departmentRef),
            text: (p) => departmentName(p.spec.departmentRef),
          },
          {
            key: 'holders',
            title: t('identity.organisation.users'),
            cell: (p) =>
              holders(p.metadata.name)
                .map((u) => u.spec.displayName)
                .join(', ') || '—',
            text: (p) => holders(p.metadata.name).length,
          },
          ...(mayChange
            ? [
                {
                  key: 'actions',
                  title: t('parts.actions'),
                  cell: (p: PositionObject) => (
                    <Button type="link" size="small" danger onClick={() => setDeleting(p)}>
                      {t('parts.delete')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {adding && <PositionDialog department={chosen} onClose={() => setAdding(false)} />}
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(undefined)}
          deletion={{
            what: t('identity.organisation.positions'),
            name: deleting.metadata.name,
            takes: [],
            ...objectDeletion(Position, deleting),
          }}
        />
      )}
    </div>
  );
}

function PositionDialog({ department, onClose }: { department: string; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const form = useObjectForm({
    kind: Position,
    initial: { name: `${department}-`, displayName: '', head: false },
    check(values): Problems {
      const found: Problems = {};
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      if (values.displayName.trim() === '') found['spec.displayName'] = t('identity.organisation.due');
      return found;
    },
    build: (values) => ({
      metadata: { name: values.name },
      spec: { displayName: values.displayName.trim(), departmentRef: department, head: values.head },
    }),
  });
  const { values, set, problem, leave } = form;
  const save = async () => {
    if (!(await form.submit())) return;
    message.success(t('identity.organisation.saved'));
    onClose();
  };
  return (
    <Modal
      open
      title={t('identity.organisation.newPosition')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onCancel={onClose}
      onOk={save}
      okButtonProps={{ loading: form.busy }}
    >
      <Field id="spec.displayName" label={t('identity.organisation.displayName')} required error={problem('spec.displayName')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={values.displayName}
            onChange={(event) => set({ displayName: event.target.value })}
            onBlur={() => leave('spec.displayName')}
          />
        )}
      </Field>
      <Field
        id="metadata.name"
        label={t('identity.organisation.identifier')}
        help={t('identity.organisation.identifierHelp')}
        required
        error={problem('metadata.name')}
      >
        {(control) => (
          <Input
            {...control}
            className="mono"
            value={values.name}
            onChange={(event) => set({ name: event.target.value })}
            onBlur={() => leave('metadata.name')}
          />
        )}
      </Field>
      <Checkbox checked={values.head} onChange={(event) => set({ head: event.target.checked })}>
        {t('identity.organisation.head')}
      </Checkbox>
      {form.refusal !== undefined && <ErrorNotice error={form.refusal} />}
    </Modal>
  );
}
