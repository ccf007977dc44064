import { DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { quotaResources, resourceWord } from '../../parts/amount.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { newParameter, type ParameterKind, type ParameterRow, parameterPath } from './plan-values.ts';

const kinds: ParameterKind[] = ['string', 'integer', 'number', 'boolean', 'choice'];

/** The fields of a plan's order form: what is asked, within which limits, and what it costs. */
export function ParameterRows(props: { form: FieldForm; rows: readonly ParameterRow[]; onChange(rows: ParameterRow[]): void }) {
  const { t } = useWords();
  const { form, rows, onChange } = props;
  return (
    <>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field being made has no other identity
        <fieldset key={index} className="parameter-row" aria-label={row.name || t('catalog.manage.parameter')}>
          <OneParameter
            form={form}
            row={row}
            at={parameterPath(index)}
            onChange={(changes) => onChange(rows.map((other, i) => (i === index ? { ...other, ...changes } : other)))}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            aria-label={`${t('catalog.manage.removeParameter')} ${row.name}`}
            onClick={() => onChange(rows.filter((_, i) => i !== index))}
          />
        </fieldset>
      ))}
      <Button style={{ marginBottom: 18 }} onClick={() => onChange([...rows, newParameter()])}>
        {t('catalog.manage.addParameter')}
      </Button>
    </>
  );
}

function OneParameter(props: { form: FieldForm; row: ParameterRow; at: string; onChange(changes: Partial<ParameterRow>): void }) {
  const words = useWords();
  const { t } = words;
  const { form, row, at, onChange } = props;
  const isNumber = row.kind === 'integer' || row.kind === 'number';
  const amount = (key: 'minimum' | 'maximum' | 'factor' | 'monthlyPerUnit', label: string) => (
    <Field id={`${at}.${key}`} label={label}>
      {(control) => <NumberInput {...control} digits={6} value={row[key]} onChange={(n) => onChange({ [key]: n })} />}
    </Field>
  );
  return (
    <div className="parameter-grid">
      <TextField
        form={form}
        path={`${at}.name`}
        label={t('catalog.manage.parameterName')}
        required
        mono
        value={row.name}
        onChange={(name) => onChange({ name })}
      />
      <Field id={`${at}.kind`} label={t('catalog.manage.kind')}>
        {(control) => (
          <Choice
            {...control}
            value={row.kind}
            onChange={(kind) => kind && onChange({ kind })}
            options={kinds.map((kind) => ({ value: kind, label: t(`catalog.manage.kinds.${kind}`) }))}
          />
        )}
      </Field>
      <TextField
        form={form}
        path={`${at}.title`}
        label={t('parts.inChinese', { what: t('catalog.manage.parameterTitle') })}
        value={row.title.zh}
        onChange={(zh) => onChange({ title: { ...row.title, zh } })}
      />
      <TextField
        form={form}
        path={`${at}.titleEn`}
        label={t('parts.inEnglish', { what: t('catalog.manage.parameterTitle') })}
        value={row.title.en ?? ''}
        onChange={(en) => onChange({ title: { ...row.title, en } })}
      />
      <TextField
        form={form}
        path={`${at}.initial`}
        label={t('catalog.manage.initial')}
        value={row.initial}
        onChange={(initial) => onChange({ initial })}
      />
      <TextField
        form={form}
        path={`${at}.help`}
        label={t('catalog.manage.help')}
        value={row.help}
        onChange={(help) => onChange({ help })}
      />
      {isNumber && amount('minimum', t('catalog.manage.minimum'))}
      {isNumber && amount('maximum', t('catalog.manage.maximum'))}
      {row.kind === 'choice' && (
        <TextField
          form={form}
          path={`${at}.choices`}
          label={t('catalog.manage.choices')}
          help={t('catalog.manage.choicesHelp')}
          required
          rows={2}
          value={row.choices}
          onChange={(choices) => onChange({ choices })}
        />
      )}
      {isNumber && (
        <Field id={`${at}.resource`} label={t('catalog.manage.metered')}>
          {(control) => (
            <Choice
              {...control}
              clearable
              value={row.resource || null}
              onChange={(resource: string | null) => onChange({ resource: resource ?? '' })}
              options={quotaResources.map((resource) => ({ value: resource, label: resourceWord(resource, words) }))}
            />
          )}
        </Field>
      )}
      {isNumber && row.resource !== '' && amount('factor', t('catalog.manage.factor'))}
      {isNumber && row.resource !== '' && amount('monthlyPerUnit', t('catalog.manage.perUnit'))}
      <Checkbox checked={row.required} onChange={(event) => onChange({ required: event.target.checked })}>
        {t('catalog.manage.required')}
      </Checkbox>
    </div>
  );
}
