import { Field } from '../../parts/field.tsx';
import { PlainInput } from '../../parts/plain-input.tsx';
import type { FieldForm } from '../../parts/text-field.tsx';

/** A labelled calendar day of a form, by the browser's own control. `path` is the value's path in the object. */
export function DayField(props: {
  form: FieldForm;
  path: string;
  label: string;
  required?: boolean;
  value: string | undefined;
  onChange(value: string | undefined): void;
}) {
  const { form, path, label, required = false, value = '' } = props;
  return (
    <Field id={path} label={label} required={required} error={form.problem(path)}>
      {({ status, ...control }) => (
        <PlainInput
          {...control}
          type="date"
          status={status}
          value={value}
          onChange={(text) => props.onChange(text || undefined)}
          onBlur={() => form.leave(path)}
          width={220}
        />
      )}
    </Field>
  );
}
