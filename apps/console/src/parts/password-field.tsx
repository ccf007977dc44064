import { Input } from 'antd';
import type { ReactNode, Ref } from 'react';
import { Field } from './field.tsx';

/** A password; it can be shown while it is typed. */
export function PasswordField(props: {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  value: string;
  onChange(value: string): void;
  autoComplete: 'current-password' | 'new-password';
  large?: boolean;
  field?: Ref<{ focus(): void }>;
}) {
  return (
    <Field id={props.id} label={props.label} help={props.help} error={props.error}>
      {(control) => (
        <Input.Password
          {...control}
          ref={props.field as never}
          size={props.large ? 'large' : 'middle'}
          autoComplete={props.autoComplete}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
