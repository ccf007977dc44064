import { Switch } from 'antd';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { PlainInput } from '../../parts/plain-input.tsx';
import type { ParameterField } from './parameter-form.ts';

/** Controls for a form that a JSON Schema describes. */
export function ParameterInputs(props: {
  fields: readonly ParameterField[];
  values: Record<string, unknown>;
  prefix: string;
  problem(path: string): string | undefined;
  onChange(name: string, value: unknown): void;
  onLeave(path: string): void;
}) {
  const { values, prefix, problem, onChange, onLeave } = props;
  return props.fields.map((field) => {
    const path = `${prefix}.${field.name}`;
    return (
      <Field key={field.name} id={path} label={field.title} help={field.description} required={field.required} error={problem(path)}>
        {({ status, ...control }) => {
          const value = values[field.name];
          const shared = { ...control, onBlur: () => onLeave(path) };
          switch (field.kind) {
            case 'choice':
              return (
                <Choice
                  {...shared}
                  status={status}
                  value={value === undefined ? null : String(value)}
                  options={(field.choices ?? []).map((choice) => ({ value: String(choice.value), label: choice.label }))}
                  onChange={(next) => onChange(field.name, field.choices?.find((choice) => String(choice.value) === next)?.value)}
                  maxWidth={320}
                />
              );
            case 'yes-no':
              return (
                <Switch
                  id={control.id}
                  aria-describedby={control['aria-describedby']}
                  checked={value === true}
                  onChange={(next) => onChange(field.name, next)}
                  style={{ alignSelf: 'flex-start' }}
                />
              );
            case 'integer':
            case 'number':
              return (
                <NumberInput
                  {...shared}
                  status={status}
                  value={value as number | undefined}
                  digits={field.kind === 'number' ? 6 : 0}
                  width={200}
                  onChange={(next) => onChange(field.name, next)}
                />
              );
            default:
              return (
                <PlainInput
                  {...shared}
                  status={status}
                  value={(value as string | undefined) ?? ''}
                  {...(field.maxLength ? { maxLength: field.maxLength } : {})}
                  onChange={(text) => onChange(field.name, text)}
                />
              );
          }
        }}
      </Field>
    );
  });
}
