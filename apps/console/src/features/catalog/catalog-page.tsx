import { ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';

/** The operator's view of the catalog: every component, in the market or not. */
export function CatalogPage() {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const list = useListing(ServiceClass);
  const plans = useLiveList(ServicePlan);
  const instances = useLiveList(ServiceInstance);
  const plansOf = (name: string) => plans.items.filter((p) => p.spec.classRef === name);
  const usedBy = (name: string) => instances.items.filter((i) => i.spec.classRef === name).length;
  const create = (
    <Button type="primary" onClick={() => navigate('/ops/catalog/new')}>
      {t('catalog.manage.newClass')}
    </Button>
  );
  return (
    <ListPage
      id="catalog"
      title={t('catalog.manage.title')}
      lead={t('catalog.manage.lead')}
      list={list}
      primary={create}
      sort="name"
      words={(c) => `${c.metadata.name} ${say(c.spec.displayName)} ${(c.spec.tags ?? []).join(' ')}`}
      empty={{ title: t('catalog.market.empty'), hint: t('catalog.manage.emptyHint'), action: create }}
      filters={[
        {
          key: 'listed',
          label: t('catalog.manage.market'),
          options: [
            { value: 'yes', label: t('catalog.manage.listed') },
            { value: 'no', label: t('catalog.manage.unlisted') },
          ],
          fits: (c, value) => (c.spec.listed !== false) === (value === 'yes'),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('parts.displayName'),
          path: 'spec.displayName.zh',
          cell: (c) => (
            <>
              <Link to={`/ops/catalog/${c.metadata.name}`}>{say(c.spec.displayName)}</Link>
              <div className="mono muted">{c.metadata.name}</div>
            </>
          ),
          text: (c) => say(c.spec.displayName),
        },
        {
          key: 'listed',
          title: t('catalog.manage.market'),
          cell: (c) => <ListedTag listed={c.spec.listed} />,
          text: (c) => t(c.spec.listed === false ? 'catalog.manage.unlisted' : 'catalog.manage.listed'),
        },
        {
          key: 'category',
          title: t('catalog.market.category'),
          path: 'spec.category',
          cell: (c) => t(`catalog.market.categories.${c.spec.category}`),
          text: (c) => t(`catalog.market.categories.${c.spec.category}`),
        },
        {
          key: 'version',
          title: t('catalog.manage.version'),
          path: 'spec.version',
          cell: (c) => c.spec.version,
          text: (c) => c.spec.version,
        },
        {
          key: 'plans',
          title: t('catalog.order.plan'),
          number: true,
          cell: (c) => plansOf(c.metadata.name).length,
          text: (c) => plansOf(c.metadata.name).length,
        },
        {
          key: 'instances',
          title: t('catalog.instance.title'),
          number: true,
          cell: (c) => usedBy(c.metadata.name),
          text: (c) => usedBy(c.metadata.name),
        },
        {
          key: 'created',
          title: t('parts.created'),
          path: 'metadata.creationTimestamp',
          optional: true,
          cell: (c) => <When at={c.metadata.creationTimestamp} />,
          text: (c) => c.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}

/** Whether something can be ordered. */
export function ListedTag({ listed }: { listed: boolean | undefined }) {
  const { t } = useWords();
  return listed === false ? (
    <StateTag state="stopped" word={t('catalog.manage.unlisted')} />
  ) : (
    <StateTag state="ready" word={t('catalog.manage.listed')} />
  );
}
