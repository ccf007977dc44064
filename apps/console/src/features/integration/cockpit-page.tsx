import { FullscreenExitOutlined, FullscreenOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { PdfButton } from '../printing/pdf-button.tsx';
import { CockpitBoard } from './cockpit-board.tsx';
import { useCockpit } from './use-cockpit.ts';

/** The integration for leaders: at a desk, on a phone, and as a wall screen that fits without scrolling. */
export function CockpitPage() {
  const { t, language } = useWords();
  const address = useAddress();
  const navigate = useNavigate();
  const department = address.get('department');
  const wall = address.get('view') === 'wall';
  const cockpit = useCockpit(department);
  const { data, error } = cockpit;
  const title = data?.department ? `${t('cockpit.title')} · ${data.department.displayName}` : t('cockpit.title');
  const asOf =
    data &&
    t('cockpit.asOf', { at: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(data.asOf)) });
  const empty = data?.headline.find(({ name }) => name === 'before')?.value === 0;

  const enter = () => {
    address.set({ view: 'wall' });
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  const leave = () => {
    address.set({ view: undefined });
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  };
  const tools = (
    <>
      {data && data.bureaus.length > 1 && (
        <PlainSelect
          label={t('cockpit.all')}
          value={department}
          options={data.bureaus.map(({ name, displayName }) => ({ value: name, label: displayName }))}
          onChange={(value) => address.set({ department: value })}
        />
      )}
      {!wall && data && !empty && (
        <PdfButton path={`/print/cockpit${department ? `?department=${encodeURIComponent(department)}` : ''}`} name={title} />
      )}
      <Button icon={wall ? <FullscreenExitOutlined /> : <FullscreenOutlined />} onClick={wall ? leave : enter}>
        {t(wall ? 'cockpit.leaveWall' : 'cockpit.wall')}
      </Button>
    </>
  );

  return (
    <div className={wall ? 'cockpit cockpit-wall' : 'page cockpit'}>
      <PageHead
        title={title}
        lead={
          wall ? (
            asOf
          ) : (
            <>
              {t('cockpit.lead')} {asOf}
            </>
          )
        }
        actions={tools}
      />
      {error && <ErrorNotice error={error} onRetry={() => cockpit.refetch()} />}
      {!data && !error && (
        <div className="panel panel-body" aria-busy>
          <Skeleton active paragraph={{ rows: 12 }} />
        </div>
      )}
      {empty && (
        <div className="panel">
          <EmptyStart
            title={t('cockpit.empty')}
            hint={t('cockpit.emptyHint')}
            action={
              <Button type="primary" onClick={() => navigate('/gov/systems')}>
                {t('cockpit.toSystems')}
              </Button>
            }
          />
        </div>
      )}
      {data && !empty && <CockpitBoard cockpit={data} />}
    </div>
  );
}
