import { type KubeObject, type ObjectOf, Request, type ServiceClass, type ServicePlan } from '@dizuo/api';
import { App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { yuanText } from '../../parts/amount.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { PlainInput, PlainTextArea } from '../../parts/plain-input.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { initialParameters, parameterFields } from '../catalog/parameter-form.ts';
import { ParameterInputs } from '../catalog/parameter-inputs.tsx';
import { OrderCost } from './order-cost.tsx';
import { OrderSummary } from './order-summary.tsx';
import { type OrderValues, orderOf, orderProblems, parametersPath } from './order-values.ts';
import { useOrderWords } from './use-order-words.ts';

/** The order form: plan, what it is about, the plan's own parameters; a summary before it is sent. */
export function OrderForm(props: {
  tenant: string;
  component: ObjectOf<typeof ServiceClass>;
  plans: readonly ObjectOf<typeof ServicePlan>[];
  chosen: string;
  existing: (ObjectOf<typeof Request> & KubeObject) | undefined;
}) {
  const { t, say, language } = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const words = useOrderWords();
  const [summary, setSummary] = useState(false);
  const { tenant, component, plans, existing } = props;
  const name = component.metadata.name;
  const fieldsOf = useMemo(() => {
    const byPlan = new Map(plans.map((p) => [p.metadata.name, parameterFields(p.spec.parametersSchema, language)]));
    return (plan: string) => byPlan.get(plan) ?? [];
  }, [plans, language]);

  const before = existing?.spec;
  const form = useObjectForm({
    kind: Request,
    existing,
    draft: existing ? `order.${tenant}.${existing.metadata.name}` : `order.${tenant}.${name}`,
    initial: useMemo<OrderValues>(
      () => ({
        planRef: props.chosen,
        purpose: before?.purpose ?? '',
        durationMonths: before?.durationMonths ?? 12,
        instanceName: before?.service.instanceName ?? '',
        displayName: before?.service.displayName ?? '',
        parameters: initialParameters(fieldsOf(props.chosen), before?.service.parameters),
      }),
      [props.chosen, before, fieldsOf],
    ),
    check: (values: OrderValues) => orderProblems(values, fieldsOf(values.planRef), words),
    build: (values: OrderValues) => orderOf(values, tenant, name, fieldsOf(values.planRef)),
  });
  const { values, set, problem, leave } = form;
  const fields = fieldsOf(values.planRef);
  const plan = plans.find((p) => p.metadata.name === values.planRef) ?? plans[0];
  if (!plan) return null;

  const send = async () => {
    const sent = await form.submit();
    if (!sent) return setSummary(false);
    message.success(t('catalog.order.sent'));
    navigate(`/dev/${tenant}/orders/${sent.metadata.name}`);
  };
  const choosePlan = (planRef: string) => set({ planRef, parameters: initialParameters(fieldsOf(planRef), values.parameters) });
  const cost = <OrderCost tenant={tenant} plan={plan} parameters={values.parameters} months={values.durationMonths} />;

  return (
    <FormPage
      title={
        existing
          ? t('catalog.order.edit', { name: existing.metadata.name })
          : t('catalog.order.title', { name: say(component.spec.displayName) })
      }
      lead={summary ? t('catalog.order.summary') : t('catalog.order.lead')}
      crumbs={[
        [t('catalog.market.title'), `/dev/${tenant}/market`],
        [say(component.spec.displayName), `/dev/${tenant}/market/${name}`],
      ]}
      error={form.refusal}
      busy={form.busy}
      dirty={false}
      aside={cost}
      extra={summary && <Button onClick={() => setSummary(false)}>{t('catalog.order.back')}</Button>}
      submit={
        summary
          ? { label: t(existing ? 'catalog.order.resend' : 'catalog.order.send'), run: send }
          : { label: t('catalog.order.review'), run: () => setSummary(form.attempt()) }
      }
    >
      {summary ? (
        <OrderSummary values={values} plan={plan} component={component} fields={fields} />
      ) : (
        <>
          <FieldGroup title={t('catalog.order.plan')}>
            <div className="choice" style={{ marginBottom: 18 }}>
              {plans.map((p) => (
                <label key={p.metadata.name} htmlFor={`plan-${p.metadata.name}`}>
                  <span className="row-between">
                    <strong>{say(p.spec.displayName)}</strong>
                    <input
                      type="radio"
                      id={`plan-${p.metadata.name}`}
                      name="plan"
                      checked={p.metadata.name === values.planRef}
                      onChange={() => choosePlan(p.metadata.name)}
                    />
                  </span>
                  <span className="muted">{say(p.spec.description)}</span>
                  <span>{yuanText(p.spec.price.monthly, language)}</span>
                </label>
              ))}
            </div>
          </FieldGroup>
          <FieldGroup title={t('catalog.order.what')}>
            <Field
              id="spec.purpose"
              label={t('catalog.order.purpose')}
              help={t('catalog.order.purposeHelp')}
              required
              error={problem('spec.purpose')}
            >
              {(control) => (
                <PlainTextArea
                  {...control}
                  rows={3}
                  maxLength={1000}
                  value={values.purpose}
                  onChange={(text) => set({ purpose: text })}
                  onBlur={() => leave('spec.purpose')}
                />
              )}
            </Field>
            <Field
              id="spec.durationMonths"
              label={t('catalog.order.duration')}
              help={t('catalog.order.durationHelp')}
              required
              error={problem('spec.durationMonths')}
            >
              {(control) => (
                <NumberInput
                  {...control}
                  min={1}
                  max={60}
                  width={160}
                  value={values.durationMonths}
                  onChange={(durationMonths) => set({ durationMonths })}
                  onBlur={() => leave('spec.durationMonths')}
                />
              )}
            </Field>
            <Field
              id="spec.service.instanceName"
              label={t('catalog.order.instanceName')}
              help={t('catalog.order.instanceHelp')}
              required
              error={problem('spec.service.instanceName')}
            >
              {(control) => (
                <PlainInput
                  {...control}
                  mono
                  maxLength={63}
                  width={400}
                  value={values.instanceName}
                  onChange={(text) => set({ instanceName: text })}
                  onBlur={() => leave('spec.service.instanceName')}
                />
              )}
            </Field>
            <Field
              id="spec.service.displayName"
              label={t('catalog.order.displayName')}
              help={t('catalog.order.displayHelp')}
              error={problem('spec.service.displayName')}
            >
              {(control) => (
                <PlainInput
                  {...control}
                  maxLength={100}
                  width={400}
                  value={values.displayName}
                  onChange={(text) => set({ displayName: text })}
                />
              )}
            </Field>
          </FieldGroup>
          {fields.length > 0 && (
            <FieldGroup title={t('catalog.order.parameters')}>
              <ParameterInputs
                fields={fields}
                values={values.parameters}
                prefix={parametersPath}
                problem={problem}
                onLeave={leave}
                onChange={(field, value) => set({ parameters: { ...values.parameters, [field]: value } })}
              />
            </FieldGroup>
          )}
        </>
      )}
    </FormPage>
  );
}
