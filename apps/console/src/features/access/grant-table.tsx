import { Department, Grant, type KubeObject, type ObjectOf, Position, systemNamespace, User } from '@dizuo/api';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';

const GrantDialog = lazy(() => import('./grant-dialog.tsx').then((m) => ({ default: m.GrantDialog })));

type GrantObject = ObjectOf<typeof Grant> & KubeObject;

/** The grants of a namespace, with giving and revoking for who may. */
export function GrantTable({ namespace }: { namespace: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const [adding, setAdding] = useState(false);
  const list = useLiveList(Grant, { namespace });
  const mayGrant = holds(session, 'security-admin') || (namespace !== systemNamespace && holds(session, 'tenant-admin', namespace));
  const nameOf = useSubjectNames();
  const named = (grant: GrantObject) => grant.spec.subjects.map((s) => nameOf(s.kind, s.name)).join(', ');

  const revoke = (grant: GrantObject) =>
    modal.confirm({
      title: t('access.revokeSure', { name: named(grant), role: t(`access.roles.${grant.spec.role}`) }),
      content: t('access.revokeHint'),
      okText: t('access.revoke'),
      okButtonProps: { danger: true },
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(Grant).delete({ namespace, name: grant.metadata.name });
          message.success(t('access.revoked'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });
  const add = mayGrant && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('access.new')}
    </Button>
  );

  return (
    <div className="stack">
      {add && <div style={{ alignSelf: 'flex-end' }}>{add}</div>}
      <LiveTable
        id="grants"
        list={list}
        sort="role"
        words={(g) => `${g.metadata.name} ${named(g)} ${g.spec.reason ?? ''}`}
        empty={{ title: t('access.empty'), hint: t('access.emptyHint'), action: add }}
        columns={[
          { key: 'subjects', title: t('access.subjects'), cell: named, text: named },
          { key: 'role', title: t('access.role'), cell: (g) => t(`access.roles.${g.spec.role}`), text: (g) => g.spec.role },
          {
            key: 'reason',
            title: t('access.reason'),
            cell: (g) => <span className="clamp">{g.spec.reason ?? '—'}</span>,
            text: (g) => g.spec.reason ?? '',
          },
          {
            key: 'expires',
            title: t('access.expires'),
            cell: (g) => (g.spec.expiresAt ? <When at={g.spec.expiresAt} /> : t('access.never')),
            text: (g) => g.spec.expiresAt ?? '',
          },
          {
            key: 'created',
            title: t('parts.created'),
            cell: (g) => <When at={g.metadata.creationTimestamp} />,
            text: (g) => g.metadata.creationTimestamp ?? '',
          },
          ...(mayGrant
            ? [
                {
                  key: 'actions',
                  title: t('parts.actions'),
                  cell: (g: GrantObject) => (
                    <Button type="link" size="small" danger onClick={() => revoke(g)}>
                      {t('access.revoke')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {adding && (
        <Suspense>
          <GrantDialog namespace={namespace} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** What people call a user, department or position. */
function useSubjectNames() {
  const users = useLiveList(User);
  const departments = useLiveList(Department);
  const positions = useLiveList(Position);
  const lists = { User: users, Department: departments, Position: positions } as const;
  return (kind: 'User' | 'Department' | 'Position', name: string) =>
    lists[kind].items.find((item) => item.metadata.name === name)?.spec.displayName ?? name;
}
