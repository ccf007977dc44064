import { ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { Segmented, Skeleton } from 'antd';
import { Link, useParams } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { yuanText } from '../../parts/amount.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';

/** What can be ordered. */
export function MarketPage() {
  const { t, say, language } = useWords();
  const { tenant = '' } = useParams();
  const address = useAddress();
  const classes = useLiveList(ServiceClass);
  const plans = useLiveList(ServicePlan);
  const instances = useLiveList(ServiceInstance, { namespace: tenant });

  const listed = classes.items.filter((c) => c.spec.listed !== false);
  const categories = [...new Set(listed.map((c) => c.spec.category))];
  const query = address.get('q').trim().toLowerCase();
  const category = address.get('category');
  const shown = listed.filter((c) => {
    const words = [c.metadata.name, c.spec.displayName.zh, c.spec.displayName.en, c.spec.description.zh, ...(c.spec.tags ?? [])];
    return (category === '' || c.spec.category === category) && words.join(' ').toLowerCase().includes(query);
  });
  const cheapest = (name: string) =>
    Math.min(...plans.items.filter((p) => p.spec.classRef === name && p.spec.listed !== false).map((p) => p.spec.price.monthly));

  return (
    <div className="page">
      <PageHead title={t('catalog.market.title')} lead={t('catalog.market.lead')} count={classes.loaded ? listed.length : undefined} />
      {classes.error && !classes.loaded && <ErrorNotice error={classes.error} onRetry={classes.retry} />}
      {!classes.loaded && !classes.error && <Skeleton active paragraph={{ rows: 6 }} />}
      {classes.loaded && listed.length === 0 && (
        <div className="panel">
          <EmptyStart title={t('catalog.market.empty')} hint={t('catalog.market.emptyHint')} />
        </div>
      )}
      {listed.length > 0 && (
        <div className="stack">
          <div className="row">
            <FilterInput label={t('catalog.market.search')} value={address.get('q')} onChange={(value) => address.set({ q: value })} />
            {categories.length > 1 && (
              <Segmented
                aria-label={t('catalog.market.category')}
                value={category}
                onChange={(value) => address.set({ category: value })}
                options={[
                  { value: '', label: t('parts.all') },
                  ...categories.map((c) => ({ value: c as string, label: t(`catalog.market.categories.${c}` as WordKey) })),
                ]}
              />
            )}
          </div>
          {shown.length === 0 && <p className="muted">{t('catalog.market.nothing')}</p>}
          <div className="cards">
            {shown.map((c) => {
              const price = cheapest(c.metadata.name);
              const mine = instances.items.filter((i) => i.spec.classRef === c.metadata.name).length;
              return (
                <Link key={c.metadata.name} to={`/dev/${tenant}/market/${c.metadata.name}`} className="card">
                  <span className="row-between">
                    <span className="card-title">{say(c.spec.displayName)}</span>
                    <span className="muted">{t(`catalog.market.categories.${c.spec.category}` as WordKey)}</span>
                  </span>
                  <span style={{ flex: 1 }}>{say(c.spec.description)}</span>
                  <span className="muted">
                    {t('catalog.market.version', { version: c.spec.version })} ·{' '}
                    {t('catalog.market.by', { provider: say(c.spec.provider) })}
                  </span>
                  <span className="row-between">
                    <strong>
                      {Number.isFinite(price) &&
                        (price > 0 ? t('catalog.market.from', { price: yuanText(price, language) }) : t('catalog.market.free'))}
                    </strong>
                    {mine > 0 && <span className="muted">{t('catalog.market.yours', { count: mine })}</span>}
                  </span>
                </Link>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
