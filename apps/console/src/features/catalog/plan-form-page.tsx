import { type KubeObject, type ObjectOf, ServiceClass, ServicePlan } from '@dizuo/api';
import { App, Checkbox, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { quotaResources, yuanText } from '../../parts/amount.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { LocalizedField } from '../../parts/localized-field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { AmountFields } from '../tenancy/amount-fields.tsx';
import { initialParameters, parameterFields } from './parameter-form.ts';
import { ParameterInputs } from './parameter-inputs.tsx';
import { ParameterRows } from './parameter-rows.tsx';
import { type PlanValues, planProblems, planSpec, planValues } from './plan-values.ts';

type PlanObject = ObjectOf<typeof ServicePlan> & KubeObject;

export function NewPlanPage() {
  const { component = '' } = useParams();
  return <PlanForm component={component} existing={undefined} />;
}

export function EditPlanPage() {
  const { component = '', plan = '' } = useParams();
  const live = useLiveObject(ServicePlan, { name: plan });
  if (live.error && !live.object) return <ErrorNotice error={live.error} onRetry={live.retry} />;
  if (!live.object) return <Skeleton active />;
  return <PlanForm key={live.object.metadata.uid} component={component} existing={live.object} />;
}

/** A plan: name and price, what it takes of the quota, the form of its order, which is shown as it will look. */
function PlanForm({ component, existing }: { component: string; existing: PlanObject | undefined }) {
  const { t, say, language } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const parent = useLiveObject(ServiceClass, { name: component });
  const words = useMemo(
    () => ({
      due: t('catalog.order.required'),
      nameRule: t('parts.nameRule'),
      parameterRule: t('catalog.manage.parameterRule'),
      twice: t('catalog.manage.twice'),
      number: t('catalog.manage.notNumber'),
    }),
    [t],
  );
  const form = useObjectForm({
    kind: ServicePlan,
    existing,
    draft: existing ? `plan.${existing.metadata.name}` : `plan.new.${component}`,
    initial: useMemo(() => planValues(existing?.metadata.name ?? `${component}-`, existing?.spec), [existing, component]),
    check: (values: PlanValues) => planProblems(values, words),
    build: (values: PlanValues) => ({ metadata: { name: values.name }, spec: planSpec(component, values, existing?.spec) }),
  });
  const { values, set } = form;
  const home = `/ops/catalog/${component}`;
  const preview = parameterFields(planSpec(component, values, existing?.spec).parametersSchema, language);

  const save = async () => {
    if (!form.attempt()) return;
    const plan = await form.submit();
    if (!plan) return;
    message.success(t('parts.saved'));
    navigate(`${home}/plans/${plan.metadata.name}`);
  };

  return (
    <FormPage
      title={t(existing ? 'catalog.manage.editPlan' : 'catalog.manage.newPlan')}
      lead={existing ? t('catalog.manage.planLead') : undefined}
      crumbs={[
        [t('catalog.manage.title'), '/ops/catalog'],
        [say(parent.object?.spec.displayName, component), home],
      ]}
      error={form.refusal}
      busy={form.busy}
      dirty={false}
      submit={{ label: t('parts.save'), run: save }}
      aside={
        <Panel title={t('catalog.manage.preview')}>
          <p className="row-between">
            <strong>{say(values.displayName)}</strong>
            <span>{t('catalog.manage.monthlyPrice', { price: yuanText(values.monthly ?? 0, language) })}</span>
          </p>
          <ParameterInputs
            fields={preview}
            values={initialParameters(preview)}
            prefix="preview"
            problem={() => undefined}
            onLeave={() => undefined}
            onChange={() => undefined}
          />
        </Panel>
      }
    >
      <FieldGroup title={t('catalog.manage.basics')}>
        <LocalizedField
          form={form}
          path="spec.displayName"
          label={t('catalog.manage.displayName')}
          required
          value={values.displayName}
          onChange={(displayName) => set({ displayName })}
        />
        {!existing && (
          <TextField
            form={form}
            path="metadata.name"
            label={t('catalog.manage.identifier')}
            help={t('catalog.manage.identifierHelp')}
            required
            mono
            maxLength={63}
            maxWidth={400}
            value={values.name}
            onChange={(name) => set({ name })}
          />
        )}
        <LocalizedField
          form={form}
          path="spec.description"
          label={t('catalog.manage.description')}
          rows={2}
          value={values.description}
          onChange={(description) => set({ description })}
        />
        <Field
          id="spec.price.monthly"
          label={t('catalog.manage.monthly')}
          help={t('catalog.manage.monthlyHelp')}
          required
          error={form.problem('spec.price.monthly')}
        >
          {(control) => (
            <NumberInput {...control} min={0} digits={2} width={200} value={values.monthly} onChange={(monthly) => set({ monthly })} />
          )}
        </Field>
        <Checkbox checked={values.listed} onChange={(event) => set({ listed: event.target.checked })}>
          {t('catalog.manage.listedHelp')}
        </Checkbox>
      </FieldGroup>
      <FieldGroup title={t('catalog.manage.takes')}>
        <AmountFields
          resources={quotaResources}
          values={values.takes}
          prefix="spec.takes"
          problem={(resource) => form.problem(`spec.takes.${resource}`)}
          onChange={(resource, amount) => set({ takes: { ...values.takes, [resource]: amount ?? 0 } })}
        />
      </FieldGroup>
      <FieldGroup title={t('catalog.manage.parameters')}>
        <p className="help">{t('catalog.manage.parametersHelp')}</p>
        <ParameterRows form={form} rows={values.parameters} onChange={(parameters) => set({ parameters })} />
      </FieldGroup>
    </FormPage>
  );
}
