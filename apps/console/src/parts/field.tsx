import type { ReactNode } from 'react';

export interface Control {
  id: string;
  status: '' | 'error';
  'aria-describedby': string;
  'aria-invalid': boolean;
  'aria-required': boolean;
}

/** A labelled control with its help and what is wrong with it. `id` is the path of the value in the object, so that the server's errors find it. */
export function Field(props: {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  children(control: Control): ReactNode;
}) {
  const { id, error, required = false } = props;
  const described = `${id}-note`;
  return (
    <div className="field">
      <label htmlFor={id}>
        {props.label}
        {required && (
          <span aria-hidden style={{ color: 'var(--failed)' }}>
            {' *'}
          </span>
        )}
      </label>
      {props.children({
        id,
        status: error ? 'error' : '',
        'aria-describedby': described,
        'aria-invalid': error !== undefined,
        'aria-required': required,
      })}
      <div id={described}>
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        {props.help && <p className="help">{props.help}</p>}
      </div>
    </div>
  );
}

/** Fields that belong together. */
export function FieldGroup({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="field-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
