import { type KubeObject, type ObjectOf, Request, ServiceClass, ServicePlan } from '@dizuo/api';
import { Button, Skeleton } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { OrderForm } from './order-form.tsx';

/** A new order for the component and plan in the address. */
export function NewOrderPage() {
  const { tenant = '' } = useParams();
  const [params] = useSearchParams();
  return <OrderFormLoader tenant={tenant} component={params.get('class') ?? ''} plan={params.get('plan') ?? ''} />;
}

/** An order that was sent back, or that is still undecided, is changed and sent again. */
export function EditOrderPage() {
  const { tenant = '', order = '' } = useParams();
  const live = useLiveObject(Request, { namespace: tenant, name: order });
  if (live.error) return <Failed error={live.error} onRetry={live.retry} />;
  if (!live.loaded) return <Loading />;
  if (!live.object) return <Missing tenant={tenant} />;
  const { classRef, planRef } = live.object.spec.service;
  return <OrderFormLoader tenant={tenant} component={classRef} plan={planRef} existing={live.object} />;
}

function OrderFormLoader(props: { tenant: string; component: string; plan: string; existing?: ObjectOf<typeof Request> & KubeObject }) {
  const component = useLiveObject(ServiceClass, { name: props.component });
  const plans = useLiveList(ServicePlan, { fieldSelector: `spec.classRef=${props.component}` });
  const error = component.error ?? plans.error;
  if (error && !component.object) return <Failed error={error} onRetry={component.retry} />;
  if (!component.loaded || !plans.loaded) return <Loading />;
  const listed = plans.items
    .filter((p) => p.spec.listed !== false || p.metadata.name === props.plan)
    .toSorted((a, b) => a.spec.price.monthly - b.spec.price.monthly);
  const chosen = listed.find((p) => p.metadata.name === props.plan) ?? listed[0];
  if (!component.object || !chosen) return <Missing tenant={props.tenant} />;
  return (
    <OrderForm
      key={props.existing?.metadata.uid ?? props.component}
      tenant={props.tenant}
      component={component.object}
      plans={listed}
      chosen={chosen.metadata.name}
      existing={props.existing}
    />
  );
}

const Loading = () => (
  <div className="page">
    <Skeleton active paragraph={{ rows: 8 }} />
  </div>
);

const Failed = ({ error, onRetry }: { error: unknown; onRetry(): void }) => (
  <div className="page">
    <ErrorNotice error={error} onRetry={onRetry} />
  </div>
);

function Missing({ tenant }: { tenant: string }) {
  const { t } = useWords();
  return (
    <div className="page">
      <div className="panel">
        <EmptyStart
          title={t('catalog.order.unknownPlan')}
          hint={t('catalog.market.emptyHint')}
          action={
            <Link to={`/dev/${tenant}/market`}>
              <Button tabIndex={-1}>{t('catalog.instance.toMarket')}</Button>
            </Link>
          }
        />
      </div>
    </div>
  );
}
