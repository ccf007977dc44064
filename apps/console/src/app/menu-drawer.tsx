import { Drawer } from 'antd';
import { useWords } from '../i18n/use-words.ts';
import type { Door } from './doors.ts';
import { SideMenu } from './side-menu.tsx';

/** On a narrow screen: all doors with what is behind them. */
export function MenuDrawer({ doors, tenant, onClose }: { doors: Door[]; tenant: string | undefined; onClose(): void }) {
  const { t } = useWords();
  return (
    <Drawer open onClose={onClose} placement="left" size={280} title={t('app.menuButton')} styles={{ body: { padding: 12 } }}>
      {doors.map((door) => (
        <nav key={door.name} aria-label={t(`app.door.${door.name}`)}>
          {door.name !== 'work' && <div className="side-heading">{t(`app.door.${door.name}`)}</div>}
          <SideMenu door={door} tenant={tenant} />
        </nav>
      ))}
    </Drawer>
  );
}
