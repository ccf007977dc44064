import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { Choice as ChoiceControl } from '../../parts/choice.tsx';
import { type Control, Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { PlainInput, PlainTextArea } from '../../parts/plain-input.tsx';
import { choiceWord } from './choice-word.ts';
import { type FormField, valueAt, withValue } from './system-form-fields.ts';

export interface Choice {
  value: string;
  label: string;
}

interface Inputs {
  /** Path of the values in the object, with a dot at its end. */
  prefix: string;
  /** Path of the words among the fields' words; where it is not empty, with a dot at its end. */
  words: string;
  values: object;
  problem(path: string): string | undefined;
  onChange(path: string, value: unknown): void;
  onLeave(path: string): void;
  /** Choices that come from other objects, by the path of the words. */
  offered(words: string): Choice[] | undefined;
}

const helped = new Set(['departmentRef', 'functions', 'level', 'addresses', 'replaces']);

/** Controls for fields of the schema, one below the other. */
export function SystemInputs({ fields, ...inputs }: Inputs & { fields: readonly FormField[] }) {
  return fields.map((field) => <SystemInput key={field.path} field={field} {...inputs} />);
}

function SystemInput({ field, ...inputs }: Inputs & { field: FormField }) {
  const { t } = useWords();
  const { prefix, words, values, problem } = inputs;
  const word = `${words}${field.path}`;
  const id = `${prefix}${field.path}`;
  if (field.control === 'rows') return <Rows field={field} {...inputs} />;
  return (
    <Field
      id={id}
      label={t(`inventory.field.${word}` as WordKey)}
      required={field.required}
      error={problem(id)}
      {...(helped.has(field.path) ? { help: t(`inventory.help.${field.path as 'level'}`) } : {})}
    >
      {(control) => (
        <Plain
          control={control}
          field={field}
          value={valueAt(values, field.path)}
          offered={inputs.offered(word)}
          onChange={(value) => inputs.onChange(field.path, value)}
          onLeave={() => inputs.onLeave(id)}
        />
      )}
    </Field>
  );
}

interface PlainProps {
  control: Control;
  field: FormField;
  value: unknown;
  offered: Choice[] | undefined;
  onChange(value: unknown): void;
  onLeave(): void;
}

function Plain({ control: { status, ...control }, field, value, offered, onChange, onLeave }: PlainProps) {
  const { t } = useWords();
  const shared = { ...control, onBlur: onLeave };
  const choices = offered ?? field.choices?.map((choice) => ({ value: choice, label: t(wordOf(field.path, choice)) }));
  switch (field.control) {
    case 'number':
      return (
        <NumberInput
          {...shared}
          status={status}
          value={value as number | undefined}
          min={field.minimum ?? 0}
          max={field.maximum ?? Number.MAX_SAFE_INTEGER}
          onChange={onChange}
          width={220}
        />
      );
    case 'date':
      return (
        <PlainInput {...shared} type="date" status={status} value={(value as string | undefined) ?? ''} onChange={onChange} width={220} />
      );
    case 'yes-no':
      return (
        <input {...shared} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked || undefined)} />
      );
    case 'long-text':
      return <PlainTextArea {...shared} status={status} rows={2} value={(value as string | undefined) ?? ''} onChange={onChange} />;
    case 'choices':
    case 'words':
      return (
        <MultiChoice
          {...shared}
          status={status}
          tags={choices === undefined}
          options={choices ?? []}
          values={(value as string[] | undefined) ?? []}
          onChange={onChange}
        />
      );
    default:
      if (choices) {
        return (
          <ChoiceControl
            {...shared}
            status={status}
            clearable={!field.required}
            maxWidth={420}
            options={choices}
            value={(value as string | undefined) ?? null}
            onChange={(next) => onChange(next ?? undefined)}
          />
        );
      }
      return (
        <PlainInput
          {...shared}
          status={status}
          {...(field.maxLength ? { maxLength: field.maxLength } : {})}
          value={(value as string | undefined) ?? ''}
          onChange={onChange}
        />
      );
  }
}

/** Objects in a list, each with its own fields. */
function Rows({ field, ...inputs }: Inputs & { field: FormField }) {
  const { t } = useWords();
  const word = `${inputs.words}${field.path}`;
  const rows = (valueAt(inputs.values, field.path) as object[] | undefined) ?? [];
  const put = (index: number, row: object) => inputs.onChange(field.path, rows.with(index, row));
  return (
    <div className="stack">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name until it is filled in
        <div key={index} className="panel panel-body">
          <div className="form-row">
            <SystemInputs
              {...inputs}
              fields={field.fields ?? []}
              prefix={`${inputs.prefix}${field.path}[${index}].`}
              words={`${word}.`}
              values={row}
              onChange={(path, value) => put(index, withValue(row, path, value))}
            />
          </div>
          <Button
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('inventory.form.remove', { n: index + 1 })}
            onClick={() => inputs.onChange(field.path, rows.toSpliced(index, 1))}
          >
            {t('inventory.form.remove', { n: index + 1 })}
          </Button>
        </div>
      ))}
      <div>
        <Button icon={<PlusOutlined />} onClick={() => inputs.onChange(field.path, [...rows, {}])}>
          {t('inventory.form.add', { what: t(`inventory.field.${word}.self` as WordKey) })}
        </Button>
      </div>
    </div>
  );
}

function wordOf(path: string, choice: string): WordKey {
  if (path === 'level') return `inventory.levels.${choice as 'city'}`;
  if (path === 'lifecycle') return `inventory.lifecycles.${choice as 'running'}`;
  return choiceWord(choice);
}
