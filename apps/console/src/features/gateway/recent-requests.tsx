import { type RequestOutcome, requestOutcomes } from '@dizuo/api';
import { Skeleton } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { exactText } from '../../parts/duration.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { Options } from '../../parts/options.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type DataColumn, DataTable } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import './gateway.css';
import { AnswerState } from './recent-request-facts.tsx';
import { callerOf, type ListedRequest } from './recent-request-values.ts';
import { RuleLink } from './rule-links.tsx';
import { latencyText } from './traffic-values.ts';
import { useRecentRequests } from './use-recent-requests.ts';

/** Requests that ended lately, each leading to its explanation. What is chosen of them stands in the address. */
export function RecentRequests(props: {
  /** Path of the list. */
  place: string;
  /** To choose from, `namespace/name`; absent: the place is of one route. */
  routes?: readonly string[];
  withTenant?: boolean;
  /** Tab of the page that explains. */
  explainTab: string;
}) {
  const { t } = useWords();
  const address = useAddress();
  const { place, routes, withTenant = false } = props;
  const outcome = requestOutcomes.find((known) => known === address.get('outcome')) ?? 'all';
  const filter = { outcome, route: routes ? address.get('route') : '', id: address.get('id') };
  const { data, error, refetch } = useRecentRequests(place, filter);
  const retry = () => void refetch();
  const explainAt = ({ id }: ListedRequest) => {
    const gateway = address.get('gateway');
    return new URLSearchParams({ tab: props.explainTab, request: id, ...(gateway ? { gateway } : {}) }).toString();
  };
  const isFiltered = filter.outcome !== 'all' || filter.route !== '' || filter.id !== '';
  return (
    <div className="stack">
      {data && error && <StaleNotice error={error} onRetry={retry} />}
      <Panel title={t('recent.title')} flush>
        <div className="panel-body row recent-filter">
          <Options
            label={t('recent.outcome')}
            value={outcome}
            onChange={(chosen: RequestOutcome) => address.set({ outcome: chosen === 'all' ? undefined : chosen })}
            options={requestOutcomes.map((value) => ({ value, label: t(`recent.outcomes.${value}`) }))}
          />
          {routes && (routes.length > 0 || filter.route !== '') && (
            <Choice
              aria-label={t('recent.route')}
              clearable
              placeholder={t('recent.allRoutes')}
              maxWidth={240}
              value={filter.route || null}
              onChange={(route) => address.set({ route: route ?? undefined })}
              options={[...new Set([...routes, ...(filter.route ? [filter.route] : [])])].map((route) => ({
                value: route,
                label: withTenant ? route : route.slice(route.indexOf('/') + 1),
              }))}
            />
          )}
          <FilterInput label={t('recent.id')} value={filter.id} onChange={(id) => address.set({ id: id.trim() })} />
        </div>
        {!data && error && <ErrorNotice error={error} onRetry={retry} />}
        {!data && !error && (
          <div className="panel-body" aria-busy>
            <Skeleton active paragraph={{ rows: 6 }} />
          </div>
        )}
        {data?.requests.length === 0 && (
          <EmptyStart
            title={t(isFiltered ? 'recent.noneSuch' : 'recent.none')}
            hint={t(isFiltered ? 'recent.noneSuchHint' : 'recent.noneHint')}
          />
        )}
        {data && data.requests.length > 0 && <RequestTable requests={data.requests} withTenant={withTenant} explainAt={explainAt} />}
        <p className="help panel-body">{t('recent.sampled')}</p>
      </Panel>
    </div>
  );
}

function RequestTable(props: { requests: readonly ListedRequest[]; withTenant: boolean; explainAt(request: ListedRequest): string }) {
  const { t, language } = useWords();
  const { requests, withTenant, explainAt } = props;
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const columns: DataColumn<ListedRequest>[] = [
    {
      key: 'at',
      title: t('recent.at'),
      cell: ({ at }) => (
        <time className="nowrap" dateTime={at} title={exactText(Date.parse(at), language)}>
          {clock.format(Date.parse(at))}
        </time>
      ),
    },
    {
      key: 'status',
      title: t('recent.status'),
      cell: (request) => (
        <span className="stack-tight" style={{ gap: 0 }}>
          <AnswerState request={request} />
          <Link className="underlined" to={{ search: explainAt(request) }}>
            {t('recent.explain')}
          </Link>
        </span>
      ),
    },
    {
      key: 'request',
      title: t('recent.request'),
      cell: ({ method, host, path, query }) => (
        <span className="mono recent-line" title={`${host}${path}`}>
          {`${method} ${host}${path}${query ? `?${query}` : ''}`}
        </span>
      ),
    },
    { key: 'ms', title: t('recent.ms'), number: true, cell: ({ ms }) => <span className="nowrap">{latencyText(ms)}</span> },
    {
      key: 'rule',
      title: t('traffic.rules.rule'),
      cell: ({ rule }) => (rule ? <RuleLink rule={rule} withTenant={withTenant} /> : <span className="muted">{t('recent.noRule')}</span>),
    },
    {
      key: 'who',
      title: t('recent.who'),
      cell: (request) => (
        <span className="stack-tight" style={{ gap: 0 }}>
          <span className="mono recent-who">{callerOf(request)}</span>
          {!request.who && <span className="muted">{t('recent.unknown')}</span>}
        </span>
      ),
    },
  ];
  return <DataTable label={t('recent.title')} dense rows={requests} rowKey={({ gateway, id }) => `${gateway} ${id}`} columns={columns} />;
}
