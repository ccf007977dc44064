import { MoreOutlined } from '@ant-design/icons';
import type { Kind, KubeObject } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { readsAudit, readsGrants } from '../data/session.ts';
import { useSession } from '../data/session-context.tsx';
import type { LiveObject } from '../data/use-live.ts';
import { useWords } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../parts/error-notice.tsx';
import { useServerWords } from '../parts/server-words.ts';
import { ObjectState, StateTag } from '../parts/state-tag.tsx';
import type { State } from '../parts/states.ts';
import { whyNotReady } from '../parts/states.ts';
import { type Crumb, Crumbs, useTitle } from './page-head.tsx';
import { TabBar } from './tab-bar.tsx';
import { useAddress } from './use-address.ts';

const MoreMenu = lazy(() => import('./more-menu.tsx').then((m) => ({ default: m.MoreMenu })));

const YamlTab = lazy(() => import('./yaml-tab.tsx').then((m) => ({ default: m.YamlTab })));
const EventsTab = lazy(() => import('./events-tab.tsx').then((m) => ({ default: m.EventsTab })));
const AuditTab = lazy(() => import('./audit-tab.tsx').then((m) => ({ default: m.AuditTab })));
const AccessTab = lazy(() => import('./access-tab.tsx').then((m) => ({ default: m.AccessTab })));

export interface ObjectTab {
  key: string;
  label: ReactNode;
  content: ReactNode;
}

export interface ObjectAction {
  key: string;
  label: string;
  run(): void;
  danger?: boolean;
  primary?: boolean;
  disabled?: boolean;
}

interface ObjectPageProps<T extends KubeObject> {
  kind: Kind;
  name: string;
  live: LiveObject<T>;
  crumbs: Crumb[];
  title?: string | undefined;
  /** Another way to say the state, where the kind has its own words. */
  state?: { state: State; word?: string } | undefined;
  /** At most four key figures. */
  figures?: [string, ReactNode][];
  /** By frequency; the dangerous ones last. The first two are buttons, the rest a menu. */
  actions?: ObjectAction[];
  /** Beside the actions: what only takes away, such as a PDF. */
  extra?: ReactNode;
  overview: ReactNode;
  tabs?: ObjectTab[];
  /** Shown above the tabs, such as what to do next. */
  notice?: ReactNode;
  /** False: the YAML can only be read. */
  editable?: boolean;
}

/** Page shape 2: header with state, figures and actions; tabs: overview, its own parts, events, YAML, audit, access. */
export function ObjectPage<T extends KubeObject>(props: ObjectPageProps<T>) {
  const { t } = useWords();
  const words = useServerWords();
  const address = useAddress();
  const { session } = useSession();
  const { kind, live, name, title = name, overview, tabs = [], notice, editable = true } = props;
  const { object } = live;
  useTitle(title);

  if (live.error && !object) {
    return (
      <div className="page stack">
        <Crumbs of={props.crumbs} />
        <h1 className="visually-hidden">{title}</h1>
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  }
  if (!live.loaded) {
    return (
      <div className="page" aria-busy>
        <Crumbs of={props.crumbs} />
        <div className="panel panel-body">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      </div>
    );
  }
  if (!object) return <Gone name={name} crumbs={props.crumbs} />;

  const why = props.state ? undefined : words.told(whyNotReady(object));
  const key = address.get('tab') || 'overview';
  const { namespace } = object.metadata;
  const all: ObjectTab[] = [
    { key: 'overview', label: t('parts.object.overview'), content: overview },
    ...tabs,
    { key: 'events', label: t('parts.object.events'), content: <EventsTab object={object} /> },
    { key: 'yaml', label: t('parts.object.yaml'), content: <YamlTab kind={kind} object={object} editable={editable} /> },
    ...(readsAudit(session, namespace)
      ? [{ key: 'audit', label: t('parts.object.audit'), content: <AuditTab kind={kind} object={object} /> }]
      : []),
    ...(readsGrants(session, namespace)
      ? [{ key: 'access', label: t('parts.object.access'), content: <AccessTab kind={kind} object={object} /> }]
      : []),
  ];
  const current = all.find((tab) => tab.key === key) ?? all[0];

  return (
    <div className="page">
      <Crumbs of={props.crumbs} />
      {live.error && <StaleNotice error={live.error} onRetry={live.retry} />}
      <header className="object-head">
        <div className="row-between">
          <div className="object-title">
            <h1>{title}</h1>
            {props.state ? <StateTag {...props.state} /> : <ObjectState object={object} />}
          </div>
          <div className="row">
            {props.extra}
            <Actions actions={props.actions ?? []} />
          </div>
        </div>
        {why && (
          <p className="muted" style={{ marginTop: 4 }}>
            {why}
          </p>
        )}
        {props.figures && (
          <dl className="figures">
            {props.figures.map(([label, value]) => (
              <div className="figure" key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      <div className="object-tabs">
        <TabBar
          label={title}
          active={current?.key ?? 'overview'}
          onChange={(next) => address.set({ tab: next === 'overview' ? undefined : next })}
          items={all}
        />
      </div>
      {notice && <div style={{ marginBottom: 16 }}>{notice}</div>}
      <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>{current?.content}</Suspense>
    </div>
  );
}

function Actions({ actions }: { actions: ObjectAction[] }) {
  const { t } = useWords();
  const safe = actions.filter((action) => !action.danger);
  const direct = safe.slice(0, 3);
  const rest = [...safe.slice(3), ...actions.filter((action) => action.danger)];
  const [open, setOpen] = useState(false);
  const more = <Button icon={<MoreOutlined />} aria-haspopup="menu" aria-label={t('parts.more')} onClick={() => setOpen(true)} />;
  if (actions.length === 0) return null;
  return (
    <div className="row">
      {direct.map((action) => (
        <Button key={action.key} type={action.primary ? 'primary' : 'default'} disabled={action.disabled === true} onClick={action.run}>
          {action.label}
        </Button>
      ))}
      {rest.length > 0 && <Suspense fallback={more}>{open ? <MoreMenu actions={rest} /> : more}</Suspense>}
    </div>
  );
}

function Gone({ name, crumbs }: { name: string; crumbs: Crumb[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <div className="page">
      <Crumbs of={crumbs} />
      <div className="panel">
        <h1 className="visually-hidden">{name}</h1>
        <EmptyStart
          title={t('parts.object.gone', { name })}
          hint={t('parts.error.notFoundDo')}
          action={<Button onClick={() => navigate(crumbs.at(-1)?.[1] ?? '/work')}>{t('parts.back')}</Button>}
        />
      </div>
    </div>
  );
}
