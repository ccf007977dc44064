import type { ObjectOf, ServiceClass, ServicePlan } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { filledParameters, type ParameterField } from '../catalog/parameter-form.ts';
import type { OrderValues } from './order-values.ts';

/** What will be sent, to be read once more. */
export function OrderSummary(props: {
  values: OrderValues;
  plan: ObjectOf<typeof ServicePlan>;
  component: ObjectOf<typeof ServiceClass>;
  fields: readonly ParameterField[];
}) {
  const { t, say } = useWords();
  const { values, fields } = props;
  const filled = filledParameters(fields, values.parameters);
  const parameters: Fact[] = fields
    .filter((field) => field.name in filled)
    .map((field) => [field.title, parameterText(field, filled[field.name], t('parts.yes'), t('parts.no'))]);
  return (
    <Facts
      of={[
        [t('catalog.instance.class'), say(props.component.spec.displayName)],
        [t('catalog.order.plan'), say(props.plan.spec.displayName)],
        [
          t('catalog.order.purpose'),
          <span key="purpose" style={{ whiteSpace: 'pre-wrap' }}>
            {values.purpose}
          </span>,
        ],
        [t('catalog.order.duration'), t('catalog.order.months', { n: values.durationMonths ?? 0 })],
        [
          t('catalog.order.instanceName'),
          <span key="name" className="mono">
            {values.instanceName}
          </span>,
        ],
        values.displayName !== '' && [t('catalog.order.displayName'), values.displayName],
        ...parameters,
      ]}
    />
  );
}

function parameterText(field: ParameterField, value: unknown, yes: string, no: string): string {
  if (typeof value === 'boolean') return value ? yes : no;
  return field.choices?.find((choice) => choice.value === value)?.label ?? String(value);
}
