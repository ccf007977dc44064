import type { Department, KubeObject, ObjectOf, Position, User } from '@dizuo/api';
import { Link } from 'react-router';
import type { LiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';

type UserObject = ObjectOf<typeof User> & KubeObject;
const categories = ['staff', 'contractor', 'citizen'] as const;

/** People with their appointments. */
export function UsersTable(props: {
  users: LiveList<UserObject>;
  departments: readonly ObjectOf<typeof Department>[];
  positions: readonly ObjectOf<typeof Position>[];
}) {
  const { t } = useWords();
  const { users, departments, positions } = props;
  const postsOf = (user: UserObject) =>
    (user.spec.appointments ?? []).map((a) => {
      const department = departments.find((d) => d.metadata.name === a.departmentRef)?.spec;
      const position = positions.find((p) => p.metadata.name === a.positionRef)?.spec;
      return `${department?.shortName ?? department?.displayName ?? a.departmentRef} · ${position?.displayName ?? a.positionRef}`;
    });
  return (
    <LiveTable
      id="users"
      list={users}
      sort="name"
      words={(u) => `${u.metadata.name} ${u.spec.displayName} ${u.spec.phone ?? ''} ${u.spec.email ?? ''}`}
      empty={{ title: t('identity.organisation.emptyUsers'), hint: t('identity.organisation.emptyUsersHint') }}
      filters={[
        {
          key: 'category',
          label: t('identity.user.category'),
          options: categories.map((c) => ({ value: c, label: t(`identity.user.categories.${c}`) })),
          fits: (u, value) => (u.spec.category ?? 'staff') === value,
        },
        {
          key: 'account',
          label: t('identity.user.state'),
          options: [
            { value: 'enabled', label: t('identity.user.enabled') },
            { value: 'disabled', label: t('identity.user.disabled') },
          ],
          fits: (u, value) => (u.spec.disabled === true) === (value === 'disabled'),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('identity.user.displayName'),
          cell: (u) => (
            <>
              <Link to={`/gov/organisation/users/${u.metadata.name}`}>{u.spec.displayName}</Link>
              <div className="mono muted">{u.metadata.name}</div>
            </>
          ),
          text: (u) => u.spec.displayName,
        },
        {
          key: 'posts',
          title: t('identity.user.appointments'),
          cell: (u) => postsOf(u).map((post) => <div key={post}>{post}</div>),
          text: (u) => postsOf(u).join('; '),
        },
        {
          key: 'category',
          title: t('identity.user.category'),
          cell: (u) => t(`identity.user.categories.${u.spec.category ?? 'staff'}`),
          text: (u) => u.spec.category ?? 'staff',
        },
        {
          key: 'state',
          title: t('identity.user.state'),
          cell: (u) =>
            u.spec.disabled ? (
              <StateTag state="stopped" word={t('identity.user.disabled')} />
            ) : (
              <StateTag state="ready" word={t('identity.user.enabled')} />
            ),
          text: (u) => (u.spec.disabled ? 'disabled' : 'enabled'),
        },
        {
          key: 'phone',
          title: t('identity.user.phone'),
          optional: true,
          cell: (u) => u.spec.phone ?? '—',
          text: (u) => u.spec.phone ?? '',
        },
        {
          key: 'email',
          title: t('identity.user.email'),
          optional: true,
          cell: (u) => u.spec.email ?? '—',
          text: (u) => u.spec.email ?? '',
        },
        {
          key: 'created',
          title: t('parts.created'),
          optional: true,
          cell: (u) => <When at={u.metadata.creationTimestamp} />,
          text: (u) => u.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
