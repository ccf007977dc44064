import { Input, InputNumber, Select, Switch } from 'antd';
import { Field } from '../../parts/field.tsx';
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
                <Select
                  {...shared}
                  status={status}
                  value={value as string | number | undefined}
                  options={field.choices ?? []}
                  onChange={(next) => onChange(field.name, next)}
                  style={{ maxWidth: 320 }}
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
                <InputNumber
                  {...shared}
                  status={status}
                  value={(value as number | undefined) ?? null}
                  min={field.minimum ?? Number.MIN_SAFE_INTEGER}
                  max={field.maximum ?? Number.MAX_SAFE_INTEGER}
                  step={field.multipleOf ?? 1}
                  changeOnBlur={false}
                  onChange={(next) => onChange(field.name, next ?? undefined)}
                  style={{ width: 200 }}
                />
              );
            default:
              return (
                <Input
                  {...shared}
                  status={status}
                  value={(value as string | undefined) ?? ''}
                  {...(field.maxLength ? { maxLength: field.maxLength } : {})}
                  onChange={(event) => onChange(field.name, event.target.value)}
                />
              );
          }
        }}
      </Field>
    );
  });
}
