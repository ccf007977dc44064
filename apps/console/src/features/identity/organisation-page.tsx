import { Department, type KubeObject, type ObjectOf, Position, User } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Tree } from '../../parts/tree.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { departmentTree, withBelow } from './department-tree.ts';
import { PositionsPanel } from './positions-panel.tsx';
import { UsersTable } from './users-table.tsx';

const DepartmentDialog = lazy(() => import('./department-dialog.tsx').then((m) => ({ default: m.DepartmentDialog })));

type DepartmentObject = ObjectOf<typeof Department> & KubeObject;

/** The organisation: the tree of departments; of the chosen one its people and positions. */
export function OrganisationPage() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const address = useAddress();
  const departments = useLiveList(Department);
  const positions = useLiveList(Position);
  const users = useLiveList(User);
  const [dialog, setDialog] = useState<{ existing?: DepartmentObject; parent?: string }>();
  const [deleting, setDeleting] = useState<DepartmentObject>();
  const tree = useMemo(() => departmentTree(departments.items), [departments.items]);
  const mayChange = holds(session, 'system-admin');
  const chosen = address.get('department');
  const department = departments.items.find((d) => d.metadata.name === chosen);
  const inside = useMemo(() => (chosen ? withBelow(departments.items, chosen) : undefined), [departments.items, chosen]);
  const members = useMemo(
    () => (inside ? users.items.filter((u) => u.spec.appointments?.some((a) => inside.has(a.departmentRef))) : users.items),
    [users.items, inside],
  );

  return (
    <div className="page">
      <PageHead
        title={t('identity.organisation.title')}
        lead={t('identity.organisation.lead')}
        actions={
          mayChange && (
            <Button type="primary" onClick={() => navigate(`/gov/organisation/users/new${chosen ? `?department=${chosen}` : ''}`)}>
              {t('identity.organisation.newUser')}
            </Button>
          )
        }
      />
      {departments.error && !departments.loaded && <ErrorNotice error={departments.error} onRetry={departments.retry} />}
      {!departments.loaded && !departments.error && <Skeleton active paragraph={{ rows: 8 }} />}
      {departments.loaded && (
        <div className="organisation">
          <Panel
            title={t('identity.organisation.departments')}
            extra={
              mayChange && (
                <Button size="small" onClick={() => setDialog(chosen ? { parent: chosen } : {})}>
                  {t(chosen ? 'identity.organisation.newChild' : 'identity.organisation.newDepartment')}
                </Button>
              )
            }
          >
            {tree.length === 0 ? (
              <EmptyStart title={t('identity.organisation.emptyDepartments')} hint={t('identity.organisation.emptyDepartmentsHint')} />
            ) : (
              <>
                <button
                  type="button"
                  className={chosen === '' ? 'side-link active' : 'side-link'}
                  style={{ border: 0, width: '100%', cursor: 'pointer', font: 'inherit', background: chosen === '' ? undefined : 'none' }}
                  onClick={() => address.set({ department: undefined })}
                >
                  {t('identity.organisation.allDepartments')}
                </button>
                <Tree
                  label={t('identity.organisation.departments')}
                  nodes={tree}
                  chosen={chosen}
                  onChoose={(key) => address.set({ department: key === chosen ? undefined : key })}
                />
              </>
            )}
          </Panel>
          <div className="stack" style={{ minWidth: 0 }}>
            {department && (
              <Panel>
                <div className="row-between">
                  <div>
                    <h2 style={{ fontSize: 16 }}>{department.spec.displayName}</h2>
                    <p className="muted">
                      {t(`identity.organisation.categories.${department.spec.category}`)}
                      {department.spec.shortName && ` · ${department.spec.shortName}`}
                      {department.spec.creditCode && ` · ${department.spec.creditCode}`}
                      {department.status?.path && ` · ${department.status.path}`}
                    </p>
                  </div>
                  {mayChange && (
                    <span className="row">
                      <Button onClick={() => setDialog({ existing: department })}>{t('identity.organisation.editDepartment')}</Button>
                      <Button danger onClick={() => setDeleting(department)}>
                        {t('identity.organisation.deleteDepartment')}
                      </Button>
                    </span>
                  )}
                </div>
              </Panel>
            )}
            <TabBar
              label={t('identity.organisation.title')}
              active={address.get('show') || 'users'}
              onChange={(key) => address.set({ show: key === 'users' ? undefined : key, q: undefined, page: undefined, sort: undefined })}
              items={[
                { key: 'users', label: `${t('identity.organisation.users')} ${members.length}` },
                { key: 'positions', label: t('identity.organisation.positions') },
              ]}
            />
            {address.get('show') === 'positions' ? (
              <PositionsPanel
                positions={positions}
                departments={departments.items}
                chosen={chosen}
                users={users.items}
                mayChange={mayChange}
              />
            ) : (
              <UsersTable users={{ ...users, items: members }} departments={departments.items} positions={positions.items} />
            )}
          </div>
        </div>
      )}
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(undefined)}
          deletion={{
            what: t('identity.organisation.department'),
            name: deleting.metadata.name,
            takes: [],
            ...objectDeletion(Department, deleting),
            done: () => address.set({ department: deleting.spec.parentRef }),
          }}
        />
      )}
      {dialog && (
        <Suspense>
          <DepartmentDialog {...dialog} departments={departments.items} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </div>
  );
}
