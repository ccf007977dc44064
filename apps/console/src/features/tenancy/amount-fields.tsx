import type { Amounts } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { amountText, resourceWord } from '../../parts/amount.ts';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';

/** One number per quota resource. */
export function AmountFields(props: {
  resources: readonly string[];
  values: Amounts;
  used?: Amounts;
  /** Path of the amounts in the object. */
  prefix?: string;
  problem(resource: string): string | undefined;
  onChange(resource: string, amount: number | undefined): void;
}) {
  const words = useWords();
  const { t } = words;
  const units: Record<string, string> = {
    storageMiB: t('tenancy.form.units.storageMiB'),
    memoryMiB: t('tenancy.form.units.memoryMiB'),
    cpuMillis: t('tenancy.form.units.cpuMillis'),
  };
  return (
    <div className="columns columns-even" style={{ gap: '0 24px' }}>
      {props.resources.map((resource) => {
        const value = props.values[resource];
        const help = [units[resource], value !== undefined && units[resource] && `= ${amountText(resource, value, words)}`]
          .filter(Boolean)
          .join(' ');
        return (
          <Field
            key={resource}
            id={`${props.prefix ?? 'spec.hard'}.${resource}`}
            label={resourceWord(resource, words)}
            help={help}
            error={props.problem(resource)}
          >
            {(control) => <NumberInput {...control} min={0} value={value} onChange={(amount) => props.onChange(resource, amount)} />}
          </Field>
        );
      })}
    </div>
  );
}
