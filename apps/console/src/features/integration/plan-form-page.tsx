import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { IntegrationPlan, type KubeObject, type ObjectOf, Tenant } from '@dizuo/api';
import { App, Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { DayField } from './day-field.tsx';

type PlanObject = ObjectOf<typeof IntegrationPlan> & KubeObject;
type Wave = PlanObject['spec']['waves'][number];
interface Values {
  waves: Wave[];
}

/** The waves of a tenant's plan; made with the first save. */
export function PlanFormPage() {
  const { tenant = '' } = useParams();
  const plan = useLiveObject(IntegrationPlan, { namespace: tenant, name: 'default' });
  const owner = useLiveObject(Tenant, { name: tenant });
  const error = plan.error ?? owner.error;
  // One form from first to last: the plan that its saving makes may arrive before the answer does.
  if (plan.loaded && owner.object) return <PlanForm tenant={owner.object} existing={plan.object} />;
  return (
    <div className="page">{error ? <ErrorNotice error={error} onRetry={plan.retry} /> : <Skeleton active paragraph={{ rows: 8 }} />}</div>
  );
}

function PlanForm({ tenant, existing }: { tenant: ObjectOf<typeof Tenant>; existing: PlanObject | undefined }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const namespace = tenant.metadata.name;
  const check = useMemo(() => checkWith(t('plan.form.required')), [t]);
  const form = useObjectForm<typeof IntegrationPlan, Values>({
    kind: IntegrationPlan,
    initial: { waves: existing?.spec.waves ?? [newWave([])] },
    draft: `plan.${namespace}`,
    check,
    build: ({ waves }) => ({
      metadata: { name: 'default', namespace },
      spec: { departmentRef: existing?.spec.departmentRef ?? tenant.spec.departmentRef, waves },
    }),
    existing,
  });
  const { waves } = form.values;
  const put = (index: number, changes: Partial<Wave>) =>
    form.set({ waves: waves.map((wave, i) => (i === index ? { ...wave, ...changes } : wave)) });
  const save = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('plan.form.saved'));
    navigate(`/gov/plan?tenant=${namespace}`);
  };
  const remove = (name: string) =>
    form.set({
      waves: waves
        .filter((wave) => wave.name !== name)
        .map(({ dependsOn = [], ...wave }) => ({ ...wave, dependsOn: dependsOn.filter((other) => other !== name) })),
    });
  return (
    <FormPage
      title={t('plan.form.title', { name: tenant.spec.displayName })}
      lead={t('plan.form.lead')}
      crumbs={[[t('plan.title'), `/gov/plan?tenant=${namespace}`]]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{ label: t('plan.form.save'), run: () => void save() }}
    >
      <div className="stack">
        {waves.map((wave, index) => (
          <WaveFields
            key={wave.name}
            wave={wave}
            index={index}
            others={waves.filter(({ name }) => name !== wave.name)}
            form={form}
            onChange={(changes) => put(index, changes)}
            onRemove={waves.length > 1 ? () => remove(wave.name) : undefined}
          />
        ))}
        <div>
          <Button icon={<PlusOutlined />} onClick={() => form.set({ waves: [...waves, newWave(waves)] })}>
            {t('plan.form.add')}
          </Button>
        </div>
      </div>
    </FormPage>
  );
}

interface WaveProps {
  wave: Wave;
  index: number;
  others: readonly Wave[];
  form: FieldForm;
  onChange(changes: Partial<Wave>): void;
  onRemove: (() => void) | undefined;
}

function WaveFields({ wave, index, others, form, onChange, onRemove }: WaveProps) {
  const { t } = useWords();
  const path = `spec.waves[${index}]`;
  return (
    <FieldGroup title={t('plan.form.wave', { n: index + 1 })}>
      <TextField
        form={form}
        path={`${path}.displayName`}
        label={t('plan.form.displayName')}
        required
        maxLength={100}
        value={wave.displayName}
        onChange={(displayName) => onChange({ displayName })}
      />
      <div className="form-row">
        <DayField
          form={form}
          path={`${path}.startsOn`}
          label={t('plan.form.startsOn')}
          required
          value={wave.startsOn}
          onChange={(startsOn = '') => onChange({ startsOn })}
        />
        <DayField
          form={form}
          path={`${path}.endsOn`}
          label={t('plan.form.endsOn')}
          required
          value={wave.endsOn}
          onChange={(endsOn = '') => onChange({ endsOn })}
        />
      </div>
      {others.length > 0 && (
        <Field id={`${path}.dependsOn`} label={t('plan.form.dependsOn')} error={form.problem(`${path}.dependsOn`)}>
          {(control) => (
            <MultiChoice
              {...control}
              values={wave.dependsOn ?? []}
              options={others.map(({ name, displayName }) => ({ value: name, label: displayName || name }))}
              onChange={(dependsOn) => onChange({ dependsOn })}
            />
          )}
        </Field>
      )}
      <TextField
        form={form}
        path={`${path}.goal`}
        label={t('plan.form.goal')}
        rows={2}
        maxLength={1000}
        value={wave.goal ?? ''}
        onChange={(goal) => onChange({ goal })}
      />
      {onRemove && (
        <Button size="small" icon={<DeleteOutlined />} onClick={onRemove}>
          {t('plan.form.remove')}
        </Button>
      )}
    </FieldGroup>
  );
}

/** Waves are named by number; a name that was once given is not given again while its wave is there. */
function newWave(waves: readonly Wave[]): Wave {
  const taken = new Set(waves.map(({ name }) => name));
  let number = waves.length + 1;
  while (taken.has(`wave-${number}`)) number += 1;
  return { name: `wave-${number}`, displayName: '', startsOn: '', endsOn: '' };
}

function checkWith(required: string) {
  return ({ waves }: Values): Problems => {
    const missing = waves.flatMap((wave, i) =>
      (['displayName', 'startsOn', 'endsOn'] as const).flatMap((field): [string, string][] =>
        wave[field].trim() ? [] : [[`spec.waves[${i}].${field}`, required]],
      ),
    );
    return Object.fromEntries(missing);
  };
}
