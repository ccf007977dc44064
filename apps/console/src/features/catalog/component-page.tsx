import { ServiceClass, ServicePlan } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { Link, useParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { amountText, resourceWord, yuanText } from '../../parts/amount.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PageHead } from '../../shapes/page-head.tsx';

/** One component of the market with its plans. */
export function ComponentPage() {
  const words = useWords();
  const { t, say, language } = words;
  const { tenant = '', component = '' } = useParams();
  const live = useLiveObject(ServiceClass, { name: component });
  const plans = useLiveList(ServicePlan, { fieldSelector: `spec.classRef=${component}` });
  const crumbs: [string, string][] = [[t('catalog.market.title'), `/dev/${tenant}/market`]];
  const spec = live.object?.spec;
  const listed = plans.items.filter((p) => p.spec.listed !== false).toSorted((a, b) => a.spec.price.monthly - b.spec.price.monthly);

  return (
    <div className="page">
      <PageHead title={say(spec?.displayName, component)} crumbs={crumbs} lead={say(spec?.description)} />
      {live.error && !live.object && <ErrorNotice error={live.error} onRetry={live.retry} />}
      {!live.loaded && !live.error && <Skeleton active />}
      {live.loaded && !spec && (
        <div className="panel">
          <EmptyStart title={t('parts.object.gone', { name: component })} />
        </div>
      )}
      {spec && (
        <div className="stack">
          <p className="muted">
            {t(`catalog.market.categories.${spec.category}` as WordKey)} · {t('catalog.market.version', { version: spec.version })} ·{' '}
            {t('catalog.market.by', { provider: say(spec.provider) })}
          </p>
          <Panel title={t('catalog.market.plans')}>
            {plans.loaded && listed.length === 0 && <EmptyStart title={t('catalog.market.noPlans')} />}
            <div className="cards">
              {listed.map((plan) => (
                <div className="card" key={plan.metadata.name}>
                  <span className="row-between">
                    <span className="card-title">{say(plan.spec.displayName)}</span>
                    <strong>{plan.spec.price.monthly > 0 ? yuanText(plan.spec.price.monthly, language) : t('catalog.market.free')}</strong>
                  </span>
                  <span style={{ flex: 1 }}>{say(plan.spec.description)}</span>
                  <ul className="muted">
                    {Object.entries(plan.spec.takes ?? {}).map(([resource, amount]) => (
                      <li key={resource} className="row-between">
                        <span>{resourceWord(resource, words)}</span>
                        <span>{amountText(resource, amount, words)}</span>
                      </li>
                    ))}
                  </ul>
                  <Link to={`/dev/${tenant}/orders/new?class=${component}&plan=${plan.metadata.name}`}>
                    <Button type="primary" block tabIndex={-1}>
                      {t('catalog.market.choose')}
                    </Button>
                  </Link>
                </div>
              ))}
            </div>
          </Panel>
          {spec.documentation && <Panel title={t('catalog.market.documentation')}>{say(spec.documentation)}</Panel>}
        </div>
      )}
    </div>
  );
}
