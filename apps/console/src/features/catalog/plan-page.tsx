import { ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
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
import { ObjectState } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { parameterFields } from './parameter-form.ts';
import { useListing } from './use-listing.tsx';

/** A plan as the operator sees it: price, what it takes, what its order asks, and who has it. */
export function PlanPage() {
  const words = useWords();
  const { t, say, language } = words;
  const { component = '', plan = '' } = useParams();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const live = useLiveObject(ServicePlan, { name: plan });
  const parent = useLiveObject(ServiceClass, { name: component });
  const instances = useLiveList(ServiceInstance);
  const listing = useListing(ServicePlan);
  const { object } = live;
  const home = `/ops/catalog/${component}`;
  const own = instances.items.filter((i) => i.spec.planRef === plan);
  const fields = parameterFields(object?.spec.parametersSchema, language);
  const metered = (name: string) => object?.spec.metered?.find((m) => m.parameter === name);
  const perUnit = (name: string) => {
    const m = metered(name);
    return m
      ? t('catalog.manage.perUnitText', { price: yuanText(m.monthlyPerUnit, language), resource: resourceWord(m.resource, words) })
      : '—';
  };
  const limits = (f: (typeof fields)[number]) =>
    f.choices?.map((c) => c.label).join(', ') ?? [f.minimum, f.maximum].filter((n) => n !== undefined).join(' – ');

  return (
    <>
      <ObjectPage
        kind={ServicePlan}
        name={plan}
        live={live}
        crumbs={[
          [t('catalog.manage.title'), '/ops/catalog'],
          [say(parent.object?.spec.displayName, component), home],
        ]}
        title={say(object?.spec.displayName, plan)}
        state={
          object && {
            state: object.spec.listed === false ? 'stopped' : 'ready',
            word: t(object.spec.listed === false ? 'catalog.manage.unlisted' : 'catalog.manage.listed'),
          }
        }
        figures={[
          [t('catalog.order.monthly'), object ? yuanText(object.spec.price.monthly, language) : '—'],
          [t('catalog.instance.title'), own.length],
        ]}
        actions={
          object
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => navigate(`${home}/plans/${plan}/edit`), primary: true },
                listing(object),
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns">
              <div className="stack">
                <Panel title={t('catalog.manage.parameters')} flush>
                  {fields.length === 0 ? (
                    <p className="muted panel-body">{t('catalog.manage.noParameters')}</p>
                  ) : (
                    <DataTable
                      label={t('catalog.manage.parameters')}
                      rows={fields}
                      rowKey={(f) => f.name}
                      columns={[
                        {
                          key: 'title',
                          title: t('catalog.manage.parameter'),
                          cell: (f) => (
                            <>
                              {f.title}
                              {f.required && ' *'}
                              <div className="mono muted">{f.name}</div>
                            </>
                          ),
                        },
                        { key: 'limits', title: t('catalog.manage.range'), cell: (f) => limits(f) || '—' },
                        { key: 'initial', title: t('catalog.manage.initial'), cell: (f) => String(f.initial ?? '—') },
                        { key: 'metered', title: t('catalog.manage.perUnit'), cell: (f) => perUnit(f.name) },
                      ]}
                    />
                  )}
                </Panel>
                <Panel title={t('catalog.instance.title')} flush>
                  {own.length === 0 && <EmptyStart title={t('catalog.manage.notUsed')} />}
                  <ul className="rows">
                    {own.map((instance) => (
                      <li key={instance.metadata.uid} className="row-between">
                        <Link to={`/dev/${instance.metadata.namespace}/instances/${instance.metadata.name}`}>
                          {instance.metadata.namespace}/{instance.metadata.name}
                        </Link>
                        <ObjectState object={instance} />
                      </li>
                    ))}
                  </ul>
                </Panel>
              </div>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={plan} />],
                    object.spec.description ? [t('catalog.manage.description'), say(object.spec.description)] : undefined,
                    ...Object.entries(object.spec.takes ?? {}).map(([resource, amount]): [string, string] => [
                      resourceWord(resource, words),
                      amountText(resource, amount, words),
                    ]),
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
            what: t('catalog.order.plan'),
            name: plan,
            takes: [],
            ...objectDeletion(ServicePlan, object),
            done: () => navigate(home),
          }}
        />
      )}
    </>
  );
}
