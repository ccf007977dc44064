import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { RuleShares } from './rule-shares.tsx';
import { type RuleValues, ruleMethods } from './rule-values.ts';
import type { BackendNames } from './share-values.ts';

const pathTypes = ['PathPrefix', 'Exact'] as const;

interface RuleFieldsProps {
  form: FieldForm;
  /** Path of the rule in the route. */
  path: string;
  values: RuleValues;
  backends: BackendNames;
  onChange(changes: Partial<RuleValues>): void;
}

/** Which requests a rule of an HTTPRoute takes, and the backends that they go to. */
export function RuleFields({ form, path, values, backends, onChange }: RuleFieldsProps) {
  const { t } = useWords();
  return (
    <>
      <TextField
        form={form}
        path={`${path}.matches[0].path.value`}
        label={t('gateway.form.path')}
        help={values.pathType === 'PathPrefix' && t('gateway.form.pathHelp')}
        required
        mono
        maxLength={1024}
        value={values.path}
        onChange={(text) => onChange({ path: text })}
      />
      <div className="parameter-grid">
        <Field id={`${path}.matches[0].path.type`} label={t('gateway.form.pathType')}>
          {(control) => (
            <Choice
              {...control}
              value={values.pathType}
              onChange={(pathType) => onChange({ pathType: pathType ?? 'PathPrefix' })}
              options={pathTypes.map((type) => ({ value: type, label: t(`gateway.form.pathTypes.${type}`) }))}
            />
          )}
        </Field>
        <Field id={`${path}.matches[0].method`} label={t('gateway.form.method')} error={form.problem(`${path}.matches[0].method`)}>
          {(control) => (
            <Choice
              {...control}
              clearable
              placeholder={t('gateway.form.anyMethod')}
              value={values.method || null}
              onChange={(method) => onChange({ method: method ?? '' })}
              options={ruleMethods.map((method) => ({ value: method as string, label: method }))}
            />
          )}
        </Field>
      </div>
      <RuleShares form={form} path={path} shares={values.shares} backends={backends} onChange={(shares) => onChange({ shares })} />
    </>
  );
}
