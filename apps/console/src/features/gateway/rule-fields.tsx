import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { Options } from '../../parts/options.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { type RuleValues, ruleMethods, type ShareValues } from './rule-values.ts';
import './gateway.css';

const pathTypes = ['PathPrefix', 'Exact'] as const;
const kinds = ['Workload', 'Upstream'] as const;

interface RuleFieldsProps {
  form: FieldForm;
  /** Path of the rule in the route. */
  path: string;
  values: RuleValues;
  /** Names of what there is to choose from. */
  backends: Record<ShareValues['kind'], readonly string[]>;
  onChange(changes: Partial<RuleValues>): void;
}

/** Which requests a rule takes, and the backends that they go to. */
export function RuleFields({ form, path, values, backends, onChange }: RuleFieldsProps) {
  const { t } = useWords();
  const { shares } = values;
  const change = (index: number, changes: Partial<ShareValues>) =>
    onChange({ shares: shares.map((share, at) => (at === index ? { ...share, ...changes } : share)) });
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
      {shares.map((share, index) => (
        <ShareFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a share that is being filled in has no other identity
          key={index}
          form={form}
          path={`${path}.backendRefs[${index}]`}
          values={share}
          backends={backends}
          isOnly={shares.length === 1}
          onChange={(changes) => change(index, changes)}
          onRemove={() => onChange({ shares: shares.filter((_, at) => at !== index) })}
        />
      ))}
      <Button
        style={{ marginBottom: 18 }}
        onClick={() => onChange({ shares: [...shares, { kind: shares[0]?.kind ?? 'Workload', backend: '', weight: 1 }] })}
      >
        {t('gateway.form.addBackend')}
      </Button>
    </>
  );
}

function ShareFields(props: {
  form: FieldForm;
  path: string;
  values: ShareValues;
  backends: RuleFieldsProps['backends'];
  isOnly: boolean;
  onChange(changes: Partial<ShareValues>): void;
  onRemove(): void;
}) {
  const { t } = useWords();
  const { form, path, values, isOnly, onChange } = props;
  const { kind } = values;
  return (
    <>
      <Options
        label={t('gateway.form.kind')}
        value={kind}
        onChange={(chosen) => onChange({ kind: chosen, backend: '' })}
        options={kinds.map((value) => ({ value, label: t(value === 'Workload' ? 'gateway.form.workload' : 'gateway.form.upstream') }))}
      />
      <div className={isOnly ? '' : 'rule-share'}>
        <Field id={`${path}.name`} label={t('gateway.form.backend')} required error={form.problem(`${path}.name`)}>
          {(control) => (
            <Choice
              {...control}
              value={values.backend || null}
              empty={t(kind === 'Workload' ? 'gateway.form.noWorkloads' : 'gateway.form.noUpstreams')}
              onChange={(backend: string | null) => onChange({ backend: backend ?? '' })}
              onBlur={() => form.leave(`${path}.name`)}
              options={props.backends[kind].map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
        {!isOnly && (
          <>
            <Field id={`${path}.weight`} label={t('gateway.form.weight')} error={form.problem(`${path}.weight`)}>
              {(control) => (
                <NumberInput {...control} min={0} max={1_000_000} value={values.weight} onChange={(weight) => onChange({ weight })} />
              )}
            </Field>
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('gateway.form.removeBackend', { name: values.backend })}
              onClick={props.onRemove}
            />
          </>
        )}
      </div>
    </>
  );
}
