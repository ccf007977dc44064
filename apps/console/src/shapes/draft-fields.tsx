import { DeleteOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import type { ReactNode } from 'react';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/field.tsx';
import { MultiChoice } from '../parts/multi-choice.tsx';
import { NumberInput } from '../parts/number-input.tsx';
import { type FieldForm, TextField } from '../parts/text-field.tsx';
import { type Draft, valueAt } from './draft-path.ts';

/** A form whose values are the object's own spec: each field reads and writes at its path. What no field shows stays as it is. */
export interface DraftForm extends FieldForm {
  draft: Draft;
  /** undefined takes the value away. */
  put(path: string, value: unknown): void;
}

interface DraftFieldProps {
  form: DraftForm;
  /** Path in the object, such as `spec.limits[0].per`. */
  path: string;
  label: ReactNode;
  help?: ReactNode;
  required?: boolean;
}

/** A line of text at a path. */
export function DraftText(props: DraftFieldProps & { mono?: boolean; placeholder?: string; maxLength?: number }) {
  const { form, path } = props;
  return <TextField {...props} value={String(valueAt(form.draft, path) ?? '')} onChange={(text) => form.put(path, text)} />;
}

/** A number at a path. */
export function DraftNumber(props: DraftFieldProps & { min?: number; max?: number; digits?: number }) {
  const { form, path, label, help, required = false, ...limits } = props;
  return (
    <Field id={path} label={label} help={help} required={required} error={form.problem(path)}>
      {(control) => (
        <NumberInput
          {...control}
          {...limits}
          value={valueAt(form.draft, path) as number | undefined}
          onChange={(number) => form.put(path, number)}
          onBlur={() => form.leave(path)}
        />
      )}
    </Field>
  );
}

/** One of several at a path. */
export function DraftChoice<V extends string>(
  props: DraftFieldProps & { options: readonly { value: V; label: string }[]; standard?: V; clearable?: boolean; empty?: string },
) {
  const { form, path, label, help, required = false, options, standard, ...more } = props;
  return (
    <Field id={path} label={label} help={help} required={required} error={form.problem(path)}>
      {(control) => (
        <Choice
          {...control}
          {...more}
          value={(valueAt(form.draft, path) as V | undefined) ?? standard ?? null}
          options={options}
          onChange={(value) => form.put(path, value ?? undefined)}
          onBlur={() => form.leave(path)}
        />
      )}
    </Field>
  );
}

/** Several at a path; without options they are typed in. */
export function DraftMany(props: DraftFieldProps & { options?: readonly { value: string; label: string }[] }) {
  const { form, path, label, help, required = false, options = [] } = props;
  return (
    <Field id={path} label={label} help={help} required={required} error={form.problem(path)}>
      {(control) => (
        <MultiChoice
          {...control}
          tags={options.length === 0}
          values={(valueAt(form.draft, path) as string[] | undefined) ?? []}
          options={options}
          onChange={(values) => form.put(path, values.length > 0 ? values : undefined)}
        />
      )}
    </Field>
  );
}

/** Yes or no at a path. */
export function DraftSwitch(props: DraftFieldProps & { standard?: boolean }) {
  const { form, path, label, help, standard = false } = props;
  return (
    <Field id={path} label={label} help={help} error={form.problem(path)}>
      {({ id }) => (
        <Switch
          id={id}
          style={{ alignSelf: 'flex-start' }}
          checked={(valueAt(form.draft, path) as boolean | undefined) ?? standard}
          onChange={(on) => form.put(path, on)}
        />
      )}
    </Field>
  );
}

/** A part of the spec that is there or not; its fields show while it is. */
export function DraftSection(props: DraftFieldProps & { start: unknown; children?: ReactNode }) {
  const { form, path, label, help, start, children } = props;
  const isOn = valueAt(form.draft, path) !== undefined;
  return (
    <>
      <Field id={path} label={label} help={help} error={isOn && children ? undefined : form.problem(path)}>
        {({ id }) => (
          <Switch id={id} style={{ alignSelf: 'flex-start' }} checked={isOn} onChange={(on) => form.put(path, on ? start : undefined)} />
        )}
      </Field>
      {isOn && children && <div className="draft-section">{children}</div>}
    </>
  );
}

/** A list whose items have fields of their own. */
export function DraftRows(props: {
  form: DraftForm;
  path: string;
  add: string;
  remove: string;
  /** What a new item begins with. */
  start(count: number): unknown;
  /** What a list needs at least. */
  least?: number;
  children(at: string, index: number): ReactNode;
}) {
  const { form, path, least = 0 } = props;
  const items = (valueAt(form.draft, path) as unknown[] | undefined) ?? [];
  const put = (next: unknown[]) => form.put(path, next.length > 0 ? next : undefined);
  return (
    <>
      {items.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item being filled in has no other identity
        <fieldset key={index} className="parameter-row" aria-label={`${index + 1}`}>
          <div className="parameter-grid">{props.children(`${path}[${index}]`, index)}</div>
          <Button
            type="text"
            danger
            disabled={items.length <= least}
            icon={<DeleteOutlined />}
            aria-label={`${props.remove} ${index + 1}`}
            onClick={() => put(items.filter((_, i) => i !== index))}
          />
        </fieldset>
      ))}
      <Button style={{ marginBottom: 18 }} onClick={() => put([...items, props.start(items.length)])}>
        {props.add}
      </Button>
    </>
  );
}

/** Short fields side by side. */
export function DraftGrid({ children }: { children: ReactNode }) {
  return <div className="parameter-grid">{children}</div>;
}
