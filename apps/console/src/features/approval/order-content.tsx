import { type ObjectOf, type Request, ServiceClass, ServicePlan } from '@dizuo/api';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { parameterFields } from '../catalog/parameter-form.ts';

/** What an order asks for, with the words of its plan's form. */
export function OrderContent({ order }: { order: ObjectOf<typeof Request> }) {
  const { t, say, language } = useWords();
  const { classRef, planRef, instanceName, displayName, parameters = {} } = order.spec.service;
  const component = useLiveObject(ServiceClass, { name: classRef });
  const plan = useLiveObject(ServicePlan, { name: planRef });
  const fields = parameterFields(plan.object?.spec.parametersSchema, language);
  const told: Fact[] = Object.entries(parameters).map(([name, value]) => {
    const field = fields.find((f) => f.name === name);
    const text = field?.choices?.find((choice) => choice.value === value)?.label ?? String(value);
    return [field?.title ?? name, typeof value === 'boolean' ? t(value ? 'parts.yes' : 'parts.no') : text];
  });
  return (
    <Facts
      of={[
        [
          t('approval.orders.purpose'),
          <span key="purpose" style={{ whiteSpace: 'pre-wrap' }}>
            {order.spec.purpose}
          </span>,
        ],
        [t('approval.orders.component'), say(component.object?.spec.displayName, classRef)],
        [t('approval.orders.plan'), say(plan.object?.spec.displayName, planRef)],
        [t('approval.orders.months'), t('catalog.order.months', { n: order.spec.durationMonths })],
        [t('approval.orders.instance'), <Identifier key="instance" text={instanceName} />],
        displayName ? [t('parts.displayName'), displayName] : undefined,
        ...told,
        [t('approval.orders.requester'), order.spec.requester],
      ]}
    />
  );
}
