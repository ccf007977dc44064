import { MenuOutlined, QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import type { Session } from '../data/session.ts';
import { useWords } from '../i18n/use-words.ts';
import { doorsOf, tenantOf } from './doors.ts';
import { SideMenu } from './side-menu.tsx';
import { SignedIn } from './signed-in.tsx';
import { useKeys } from './use-keys.ts';
import { UserButton } from './user-button.tsx';

const MenuDrawer = lazy(() => import('./menu-drawer.tsx').then((m) => ({ default: m.MenuDrawer })));
const UserMenu = lazy(() => import('./user-menu.tsx').then((m) => ({ default: m.UserMenu })));
const SearchPalette = lazy(() => import('./search-palette.tsx').then((m) => ({ default: m.SearchPalette })));
const KeysHelp = lazy(() => import('./keys-help.tsx').then((m) => ({ default: m.KeysHelp })));
const PasswordDialog = lazy(() => import('../features/identity/password-dialog.tsx').then((m) => ({ default: m.PasswordDialog })));

/** The house around every page. */
export function Shell() {
  return <SignedIn>{(session) => <House session={session} />}</SignedIn>;
}

const lastTenant = 'dizuo.tenant';

function House({ session }: { session: Session }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const tenant = tenantOf(session, pathname, localStorage.getItem(lastTenant));
  const doors = useMemo(() => doorsOf(session, tenant), [session, tenant]);
  const door = doors.find((d) => pathname.startsWith(`/${d.name}`));
  const [open, setOpen] = useState<'search' | 'keys' | 'menu' | undefined>();
  const [person, setPerson] = useState(false);
  const close = () => setOpen(undefined);
  useKeys({ '/': () => setOpen('search'), '?': () => setOpen('keys') });

  useEffect(() => {
    if (tenant) localStorage.setItem(lastTenant, tenant);
  }, [tenant]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu and starts at its top
  useEffect(() => {
    close();
    document.getElementById('main')?.scrollTo(0, 0);
  }, [pathname]);

  const bare = !door || door.items.length < 2;
  return (
    <div className={bare ? 'shell shell-bare' : 'shell'}>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="shell-top">
        <Button
          className="only-narrow"
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('app.menuButton')}
          onClick={() => setOpen('menu')}
        />
        <Link to="/work" className="shell-mark">
          <img src="/mark.svg" width={24} height={24} alt="" />
          {t('app.name')}
        </Link>
        <nav className="shell-doors only-wide" aria-label={t('app.doors')}>
          {doors.map((d) => (
            <NavLink key={d.name} to={d.path} className={d === door ? 'shell-door active' : 'shell-door'}>
              {t(`app.door.${d.name}`)}
            </NavLink>
          ))}
        </nav>
        <div className="shell-tools">
          <Button
            type="text"
            icon={<SearchOutlined />}
            title={`${t('app.search')} /`}
            aria-label={t('app.search')}
            onClick={() => setOpen('search')}
          />
          <Button
            className="only-wide"
            type="text"
            icon={<QuestionCircleOutlined />}
            title={`${t('app.keys')} ?`}
            aria-label={t('app.keys')}
            onClick={() => setOpen('keys')}
          />
          {person ? (
            <Suspense fallback={<UserButton />}>
              <UserMenu />
            </Suspense>
          ) : (
            <UserButton onClick={() => setPerson(true)} />
          )}
        </div>
      </header>
      {!bare && door && (
        <nav className="shell-side" aria-label={t('app.mainMenu')}>
          <SideMenu door={door} tenant={tenant} />
        </nav>
      )}
      {bare && <span />}
      <main className="shell-main" id="main" tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        {open === 'menu' && <MenuDrawer doors={doors} tenant={tenant} onClose={close} />}
        {open === 'search' && <SearchPalette doors={doors} onClose={close} />}
        {open === 'keys' && <KeysHelp onClose={close} />}
        {session.mustChangePassword && <PasswordDialog forced onClose={close} />}
      </Suspense>
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className="page" aria-busy>
      <Skeleton active title={{ width: 240 }} paragraph={{ rows: 1, width: 360 }} />
      <div className="panel" style={{ marginTop: 16, padding: 16 }}>
        <Skeleton active paragraph={{ rows: 6 }} title={false} />
      </div>
    </div>
  );
}
