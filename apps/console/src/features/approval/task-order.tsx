import { Request, ServicePlan } from '@dizuo/api';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { OrderContent } from './order-content.tsx';
import { OrderCost } from './order-cost.tsx';
import { SubjectMissing, type SubjectProps } from './subject-missing.tsx';

/** An order, with what it costs and takes of the quota. */
export function TaskOrder({ tenant, name }: SubjectProps) {
  const { t } = useWords();
  const { object: order, loaded } = useLiveObject(Request, { namespace: tenant, name });
  const plan = useLiveObject(ServicePlan, { name: order?.spec.service.planRef ?? '' }, order !== undefined);
  if (!order) return <SubjectMissing loaded={loaded} />;
  return (
    <>
      <Panel title={t('approval.task.request')}>
        <OrderContent order={order} />
      </Panel>
      {plan.object && (
        <OrderCost tenant={tenant} plan={plan.object} parameters={order.spec.service.parameters ?? {}} months={order.spec.durationMonths} />
      )}
    </>
  );
}
