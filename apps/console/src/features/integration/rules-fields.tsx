import { InputNumber } from 'antd';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { figure } from './amounts.ts';
import { type FigureGroup, figureGroups, pathOf, type RulesValues } from './rules-values.ts';

interface FieldsProps {
  form: FieldForm;
  values: RulesValues;
  set(changes: Partial<RulesValues>): void;
}

const texts = ['functionWords', 'commonFunctions', 'fillWords'] as const;

/** Every figure of the rules, in groups, each group with its formula. */
export function RulesFields(props: FieldsProps) {
  const { t } = useWords();
  const { form, values, set } = props;
  return (
    <>
      {(Object.keys(figureGroups) as FigureGroup[]).map((group) => (
        <FieldGroup key={group} title={t(`rules.group.${group}`)}>
          <Formula group={group} values={values} />
          {group === 'overlap' && form.problem('spec.overlap') && (
            <p className="field-error" role="alert" style={{ marginBottom: 12 }}>
              {form.problem('spec.overlap')}
            </p>
          )}
          <div className="rule-figures">
            {figureGroups[group].map((name) => (
              <Figure key={name} group={group} name={name} {...props} />
            ))}
          </div>
        </FieldGroup>
      ))}
      <FieldGroup title={t('rules.group.words')}>
        {texts.map((name) => (
          <TextField
            key={name}
            form={form}
            path={`spec.${name}`}
            label={t(`rules.words.${name}`)}
            rows={2}
            value={values[name]}
            onChange={(text) => set({ [name]: text })}
          />
        ))}
        <TextField
          form={form}
          path="spec.debt.outdated"
          label={t('rules.words.outdated')}
          help={t('rules.words.outdatedHelp')}
          rows={3}
          mono
          value={values.outdated}
          onChange={(outdated) => set({ outdated })}
        />
      </FieldGroup>
    </>
  );
}

function Figure({ group, name, form, values, set }: FieldsProps & { group: FigureGroup; name: string }) {
  const { t } = useWords();
  const path = pathOf(group, name);
  const whole = group === 'points' || group === 'debt' || /Days|Years|Cost/.test(name);
  // The problem of a group stands above it; here only what is wrong with this figure.
  const problem = form.problem(`spec.${path}`);
  return (
    <Field id={`spec.${path}`} label={t(`rules.figure.${group}.${name}` as WordKey)} error={problem}>
      {(control) => (
        <InputNumber
          {...control}
          min={0}
          step={whole ? 1 : 0.05}
          {...(whole ? { precision: 0 } : {})}
          style={{ width: '100%' }}
          value={values.figures[path] ?? null}
          onBlur={() => form.leave(`spec.${path}`)}
          onChange={(value) => set({ figures: { ...values.figures, [path]: value ?? undefined } })}
        />
      )}
    </Field>
  );
}

/** The formula with the figures that are typed now. */
function Formula({ group, values }: { group: FigureGroup; values: RulesValues }) {
  const { t } = useWords();
  const value = (path: string) => values.figures[path] ?? 0;
  if (group === 'overlap') {
    const of = (name: string) => value(`overlap.${name}`);
    return (
      <p className="formula">
        {t('rules.formula.overlap', { functions: of('functions'), data: of('data'), users: of('users'), threshold: of('threshold') })}
        <br />
        {t('rules.formula.users', { lines: of('lines'), audience: of('audience'), department: of('department') })}
      </p>
    );
  }
  if (group !== 'cost') return null;
  const of = (name: string) => value(`cost.${name}`);
  const text = t('rules.formula.cost', {
    merge: of('mergeShareOfBuilt'),
    left: of('upkeepShareAfterMerge'),
    connect: figure(of('connectCost')),
    rise: of('yearlyRise'),
    last: Math.max(0, of('keepYears') - 1),
  });
  return <p className="formula">{text}</p>;
}
