import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { Options } from '../../parts/options.tsx';
import type { FieldForm } from '../../parts/text-field.tsx';
import { type BackendNames, newShare, type ShareValues } from './share-values.ts';
import './gateway.css';

const kinds = ['Workload', 'Upstream'] as const;

interface RuleSharesProps {
  form: FieldForm;
  /** Path of the rule in the route. */
  path: string;
  shares: readonly ShareValues[];
  backends: BackendNames;
  onChange(shares: ShareValues[]): void;
}

/** The backends that a rule's requests go to, with weights where there are several. */
export function RuleShares({ form, path, shares, backends, onChange }: RuleSharesProps) {
  const { t } = useWords();
  return (
    <>
      {shares.map((share, index) => (
        <ShareFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a share that is being filled in has no other identity
          key={index}
          form={form}
          path={`${path}.backendRefs[${index}]`}
          values={share}
          backends={backends}
          isOnly={shares.length === 1}
          onChange={(changes) => onChange(shares.map((other, at) => (at === index ? { ...other, ...changes } : other)))}
          onRemove={() => onChange(shares.filter((_, at) => at !== index))}
        />
      ))}
      <Button style={{ marginBottom: 18 }} onClick={() => onChange([...shares, newShare(shares[0]?.kind)])}>
        {t('gateway.form.addBackend')}
      </Button>
    </>
  );
}

function ShareFields(props: {
  form: FieldForm;
  path: string;
  values: ShareValues;
  backends: BackendNames;
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
