import { type KubeObject, Ledger, LedgerException, type ObjectOf } from '@dizuo/api';
import { Alert, App } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { type ObjectAction, ObjectPage } from '../../shapes/object-page.tsx';
import { exceptionPath, exceptionPhase } from './exception-values.ts';
import { LedgerBook } from './ledger-book.tsx';
import { LedgerChart } from './ledger-chart.tsx';
import { chartPoints } from './ledger-chart-points.ts';
import { paceOf, paceStates } from './ledger-pace.ts';
import { keepsSystems } from './systems.ts';
import { useDepartmentNames } from './use-department-names.ts';
import { useLedgerBook } from './use-ledger-book.ts';

type LedgerObject = ObjectOf<typeof Ledger> & KubeObject;

/** The ledger of one bureau: plan against fact, every change with what is behind it, exceptions, and what may still be added. */
export function LedgerPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const key = { namespace: tenant, name: 'default' };
  const live = useLiveObject(Ledger, key);
  const { object } = live;
  const book = useLedgerBook(tenant, object?.metadata.resourceVersion);
  const lines = useMemo(() => book.data?.pages.flatMap(({ items }) => items) ?? [], [book.data]);
  const chart = object && chartPoints(object, lines, Date.now());
  const title = object ? `${department(object.spec.departmentRef)} · ${t('ledger.title')}` : t('ledger.title');
  const pace = object && paceOf(object, new Date());
  const isFrozen = object?.spec.phase === 'frozen';

  const freeze = () =>
    modal.confirm({
      title: t('ledger.freezeSure', { name: department(object?.spec.departmentRef ?? '') }),
      content: t('ledger.freezeHint', { count: object?.status?.count ?? 0 }),
      okText: t('ledger.freeze'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(Ledger).patch(key, { spec: { phase: 'frozen' } });
          message.success(t('ledger.frozen'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });
  const actions: (ObjectAction | false)[] = [
    keepsSystems(session, tenant) && {
      key: 'ask',
      label: t('ledger.ask'),
      run: () => navigate(`/gov/exceptions/new?tenant=${tenant}`),
      primary: true,
    },
    holds(session, 'operator') && { key: 'edit', label: t('ledger.edit'), run: () => navigate(`/gov/ledgers/${tenant}/edit`) },
    holds(session, 'operator') && object !== undefined && !isFrozen && { key: 'freeze', label: t('ledger.freeze'), run: freeze },
  ];
  return (
    <ObjectPage
      kind={Ledger}
      name="default"
      live={live}
      crumbs={[[t('ledger.title'), '/gov/ledgers']]}
      title={title}
      state={pace && { state: paceStates[pace], word: t(`ledger.paces.${pace}`) }}
      editable={holds(session, 'operator')}
      figures={object ? figuresOf(object, t) : []}
      actions={actions.filter((action) => action !== false)}
      notice={object?.status?.over ? <OverNotice ledger={object} /> : undefined}
      overview={
        object && (
          <div className="stack">
            <div className="columns">
              <Panel title={t('ledger.chart')}>
                {chart ? <LedgerChart data={chart} /> : <p className="muted">{t('ledger.allowedFree')}</p>}
              </Panel>
              <div className="stack">
                <Allowed tenant={tenant} isFrozen={isFrozen} />
                <Exceptions tenant={tenant} />
              </div>
            </div>
            <LedgerBook tenant={tenant} book={book} />
          </div>
        )
      }
    />
  );
}

function figuresOf({ spec, status }: LedgerObject, t: ReturnType<typeof useWords>['t']): [string, React.ReactNode][] {
  const { count, opening, limit } = status ?? {};
  return [
    [t('ledger.count'), count ?? '—'],
    [t('ledger.limit'), spec.phase === 'frozen' ? (limit ?? '—') : t('ledger.limitNone')],
    [t('ledger.opening'), opening ?? '—'],
    [t('ledger.target'), spec.target === undefined ? '—' : spec.targetOn ? `${spec.target} · ${spec.targetOn}` : spec.target],
  ];
}

function OverNotice({ ledger: { status } }: { ledger: LedgerObject }) {
  const { t } = useWords();
  const { over = 0, overSince } = status ?? {};
  const said = overSince ? t('ledger.over', { over, since: overSince }) : t('ledger.overUndated', { over });
  return <Alert type="error" showIcon message={said} description={t('ledger.overHint')} />;
}

/** What the ledger would let pass now, each with where to begin. */
function Allowed({ tenant, isFrozen }: { tenant: string; isFrozen: boolean }) {
  const { t } = useWords();
  const ways = [
    ['module', '/gov/large-systems'],
    ['replaces', `/gov/systems/new?tenant=${tenant}`],
    ['exception', `/gov/exceptions/new?tenant=${tenant}`],
  ] as const;
  return (
    <Panel title={t('ledger.allowed')}>
      {!isFrozen && <p>{t('ledger.allowedFree')}</p>}
      {isFrozen && (
        <div className="stack-tight">
          <p>{t('ledger.allowedNone')}</p>
          <ul className="stack-tight">
            {ways.map(([way, path]) => (
              <li key={way}>
                <Link to={path}>{t(`ledger.way.${way}`)}</Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Exceptions({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const { items, loaded } = useLiveList(LedgerException, { namespace: tenant });
  return (
    <Panel flush title={t('ledger.exceptions')}>
      {loaded && items.length === 0 && <EmptyStart title={t('ledger.exceptionsEmpty')} />}
      <ul className="rows">
        {items.map((exception) => {
          const { phase, state } = exceptionPhase(exception);
          const { displayName, until, systems = 1, holders } = exception.spec;
          const used = exception.status?.used ?? holders?.length ?? 0;
          return (
            <li key={exception.metadata.uid} className="row-between">
              <span className="stack-tight" style={{ gap: 2 }}>
                <Link className="row-title" to={exceptionPath(exception)}>
                  {displayName}
                </Link>
                <span className="muted">
                  {[until && `${t('ledger.exception.until')} ${until}`, t('ledger.exception.usedOf', { used, systems })]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <StateTag state={state} word={t(`ledger.exception.phases.${phase}`)} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
