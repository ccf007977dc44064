import { Disposition, IntegrationPlan } from '@dizuo/api';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { DayField } from './day-field.tsx';
import type { DispositionFormPart } from './disposition-content-fields.tsx';

/** Wave, own days, and what must be done first. */
export function DispositionPlanFields({ tenant, system, form }: { tenant: string; system: string; form: DispositionFormPart }) {
  const { t } = useWords();
  const { values, set } = form;
  const plan = useLiveObject(IntegrationPlan, { namespace: tenant, name: 'default' });
  const others = useLiveList(Disposition, { namespace: tenant });
  return (
    <>
      <Field id="spec.wave" label={t('decision.wave')} error={form.problem('spec.wave')}>
        {(control) => (
          <Choice
            {...control}
            clearable
            maxWidth={420}
            placeholder={t('decision.noWave')}
            empty={t('decision.noWave')}
            value={values.wave}
            options={(plan.object?.spec.waves ?? []).map(({ name, displayName, startsOn, endsOn }) => ({
              value: name,
              label: `${displayName} (${startsOn} — ${endsOn})`,
            }))}
            onChange={(wave) => set({ wave })}
          />
        )}
      </Field>
      <div className="form-row">
        <DayField
          form={form}
          path="spec.startsOn"
          label={t('decision.startsOn')}
          value={values.startsOn}
          onChange={(startsOn) => set({ startsOn })}
        />
        <DayField
          form={form}
          path="spec.endsOn"
          label={t('decision.endsOn')}
          value={values.endsOn}
          onChange={(endsOn) => set({ endsOn })}
        />
      </div>
      <Field id="spec.dependsOn" label={t('decision.dependsOn')} error={form.problem('spec.dependsOn')}>
        {(control) => (
          <MultiChoice
            {...control}
            values={values.dependsOn}
            options={others.items
              .filter(({ metadata }) => metadata.name !== system)
              .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName ?? metadata.name }))}
            onChange={(dependsOn) => set({ dependsOn })}
          />
        )}
      </Field>
    </>
  );
}
