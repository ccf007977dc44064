import { ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { amountText, resourceWord, yuanText } from '../../parts/amount.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { ListedTag } from './catalog-page.tsx';
import { useListing } from './use-listing.tsx';

/** A component as the operator sees it: its plans with price and use, and whether it is in the market. */
export function ClassPage() {
  const words = useWords();
  const { t, say, language } = words;
  const { component = '' } = useParams();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const live = useLiveObject(ServiceClass, { name: component });
  const plans = useLiveList(ServicePlan, { fieldSelector: `spec.classRef=${component}` });
  const instances = useLiveList(ServiceInstance);
  const listing = useListing(ServiceClass);
  const { object } = live;
  const home = `/ops/catalog/${component}`;
  const usedBy = (plan: string) => instances.items.filter((i) => i.spec.planRef === plan).length;
  const newPlan = <Button onClick={() => navigate(`${home}/plans/new`)}>{t('catalog.manage.newPlan')}</Button>;

  return (
    <>
      <ObjectPage
        kind={ServiceClass}
        name={component}
        live={live}
        crumbs={[[t('catalog.manage.title'), '/ops/catalog']]}
        title={say(object?.spec.displayName, component)}
        state={object && { state: object.spec.listed === false ? 'stopped' : 'ready', word: t(wordOf(object.spec.listed)) }}
        figures={[
          [t('catalog.order.plan'), plans.items.length],
          [t('catalog.instance.title'), instances.items.filter((i) => i.spec.classRef === component).length],
          [t('catalog.manage.version'), object?.spec.version ?? '—'],
        ]}
        actions={
          object
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => navigate(`${home}/edit`), primary: true },
                listing(object),
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns">
              <Panel title={t('catalog.market.plans')} extra={newPlan} flush>
                {plans.loaded && plans.items.length === 0 ? (
                  <EmptyStart title={t('catalog.manage.noPlans')} hint={t('catalog.manage.noPlansHint')} action={newPlan} />
                ) : (
                  <DataTable
                    label={t('catalog.market.plans')}
                    rows={plans.items.toSorted((a, b) => a.spec.price.monthly - b.spec.price.monthly)}
                    rowKey={(p) => p.metadata.name}
                    columns={[
                      {
                        key: 'name',
                        title: t('catalog.order.plan'),
                        cell: (p) => (
                          <>
                            <Link to={`${home}/plans/${p.metadata.name}`}>{say(p.spec.displayName)}</Link>
                            <div className="mono muted">{p.metadata.name}</div>
                          </>
                        ),
                      },
                      { key: 'listed', title: t('catalog.manage.market'), cell: (p) => <ListedTag listed={p.spec.listed} /> },
                      {
                        key: 'takes',
                        title: t('catalog.order.takes'),
                        cell: (p) =>
                          Object.entries(p.spec.takes ?? {})
                            .map(([resource, amount]) => `${resourceWord(resource, words)} ${amountText(resource, amount, words)}`)
                            .join(', ') || '—',
                      },
                      {
                        key: 'price',
                        title: t('catalog.order.monthly'),
                        number: true,
                        cell: (p) => yuanText(p.spec.price.monthly, language),
                      },
                      { key: 'used', title: t('catalog.instance.title'), number: true, cell: (p) => usedBy(p.metadata.name) },
                    ]}
                  />
                )}
              </Panel>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={component} />],
                    [t('catalog.market.category'), t(`catalog.market.categories.${object.spec.category}`)],
                    [t('catalog.manage.provider'), say(object.spec.provider)],
                    [t('catalog.manage.broker'), object.spec.brokerRef],
                    [t('catalog.manage.description'), say(object.spec.description)],
                    object.spec.tags ? [t('catalog.manage.tags'), object.spec.tags.join(', ')] : undefined,
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('catalog.instance.class'),
            name: component,
            takes: [],
            ...objectDeletion(ServiceClass, object),
            done: () => navigate('/ops/catalog'),
          }}
        />
      )}
    </>
  );
}

const wordOf = (listed: boolean | undefined) => (listed === false ? 'catalog.manage.unlisted' : 'catalog.manage.listed');
