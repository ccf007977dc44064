import { lazy, Suspense } from 'react';
import { NavLink } from 'react-router';
import { useSession } from '../data/session-context.tsx';
import { useWords } from '../i18n/use-words.ts';
import type { Door } from './doors.ts';
import { menuIcons } from './icons.tsx';

const TenantSelect = lazy(() => import('./tenant-select.tsx').then((m) => ({ default: m.TenantSelect })));

/** What is behind one door. The developers' door has the choice of tenant on top. */
export function SideMenu({ door, tenant }: { door: Door; tenant: string | undefined }) {
  const { t } = useWords();
  let heading: string | undefined;
  return (
    <>
      {door.name === 'dev' && tenant && <TenantChoice tenant={tenant} />}
      <ul>
        {door.items.map((item) => {
          const fresh = item.heading !== heading;
          heading = item.heading;
          return (
            <li key={item.path}>
              {fresh && item.heading && <div className="side-heading">{t(item.heading)}</div>}
              <NavLink
                to={item.path}
                end={item.path === '/work'}
                className={({ isActive }) => (isActive ? 'side-link active' : 'side-link')}
              >
                {menuIcons[item.icon]}
                {t(item.word)}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function TenantChoice({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const name = session.tenants.find((x) => x.name === tenant)?.displayName ?? tenant;
  return (
    <div className="side-place">
      <div className="muted" style={{ fontSize: 12 }}>
        {t('app.tenant')}
      </div>
      {session.tenants.length > 1 ? (
        <Suspense fallback={<strong>{name}</strong>}>
          <TenantSelect tenant={tenant} />
        </Suspense>
      ) : (
        <strong>{name}</strong>
      )}
    </div>
  );
}
