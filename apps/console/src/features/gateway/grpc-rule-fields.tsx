import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { type CallValues, type GrpcRuleValues, type HeaderValues, matchTypes, newCall, newHeader } from './grpc-rule-values.ts';
import { RuleShares } from './rule-shares.tsx';
import type { BackendNames } from './share-values.ts';

interface GrpcRuleFieldsProps {
  form: FieldForm;
  /** Path of the rule in the route. */
  path: string;
  values: GrpcRuleValues;
  backends: BackendNames;
  onChange(changes: Partial<GrpcRuleValues>): void;
}

/** Which calls a rule of a GRPCRoute takes, and the backends that they go to. */
export function GrpcRuleFields({ form, path, values, backends, onChange }: GrpcRuleFieldsProps) {
  const { t } = useWords();
  const { calls } = values;
  return (
    <>
      {calls.map((call, index) => (
        <CallFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a match that is being filled in has no other identity
          key={index}
          form={form}
          path={`${path}.matches[${index}]`}
          values={call}
          onChange={(changes) => onChange({ calls: calls.map((other, at) => (at === index ? { ...other, ...changes } : other)) })}
          {...(calls.length > 1 ? { onRemove: () => onChange({ calls: calls.filter((_, at) => at !== index) }) } : {})}
        />
      ))}
      <Button style={{ marginBottom: 18 }} onClick={() => onChange({ calls: [...calls, newCall()] })}>
        {t('grpc.addCall')}
      </Button>
      <RuleShares form={form} path={path} shares={values.shares} backends={backends} onChange={(shares) => onChange({ shares })} />
    </>
  );
}

function CallFields(props: {
  form: FieldForm;
  path: string;
  values: CallValues;
  onChange(changes: Partial<CallValues>): void;
  onRemove?(): void;
}) {
  const { t } = useWords();
  const { form, path, values, onChange } = props;
  const { headers } = values;
  return (
    <fieldset className="parameter-row">
      <legend className="visually-hidden">{t('grpc.call', { call: `${values.service || '*'}/${values.method || '*'}` })}</legend>
      <div style={{ minWidth: 0 }}>
        <div className="parameter-grid rule-call">
          <TextField
            form={form}
            path={`${path}.method.service`}
            label={t('grpc.service')}
            help={t('grpc.serviceHelp')}
            mono
            maxLength={1024}
            value={values.service}
            onChange={(service) => onChange({ service: service.trim() })}
          />
          <TextField
            form={form}
            path={`${path}.method.method`}
            label={t('grpc.method')}
            help={t('grpc.methodHelp')}
            mono
            maxLength={1024}
            value={values.method}
            onChange={(method) => onChange({ method: method.trim() })}
          />
          <TypeChoice path={`${path}.method.type`} value={values.type} onChange={(type) => onChange({ type })} />
        </div>
        {headers.map((header, index) => (
          <HeaderFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a header that is being filled in has no other identity
            key={index}
            form={form}
            path={`${path}.headers[${index}]`}
            values={header}
            onChange={(changes) => onChange({ headers: headers.map((other, at) => (at === index ? { ...other, ...changes } : other)) })}
            onRemove={() => onChange({ headers: headers.filter((_, at) => at !== index) })}
          />
        ))}
        <Button size="small" style={{ marginBottom: 8 }} onClick={() => onChange({ headers: [...headers, newHeader()] })}>
          {t('grpc.addHeader')}
        </Button>
      </div>
      {props.onRemove && <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('grpc.removeCall')} onClick={props.onRemove} />}
    </fieldset>
  );
}

function HeaderFields(props: {
  form: FieldForm;
  path: string;
  values: HeaderValues;
  onChange(changes: Partial<HeaderValues>): void;
  onRemove(): void;
}) {
  const { t } = useWords();
  const { form, path, values, onChange } = props;
  return (
    <div className="rule-header">
      <TextField
        form={form}
        path={`${path}.name`}
        label={t('grpc.header')}
        required
        mono
        maxLength={256}
        value={values.name}
        onChange={(name) => onChange({ name: name.trim() })}
      />
      <TextField
        form={form}
        path={`${path}.value`}
        label={t('grpc.value')}
        required
        mono
        maxLength={4096}
        value={values.value}
        onChange={(value) => onChange({ value })}
      />
      <TypeChoice path={`${path}.type`} value={values.type} onChange={(type) => onChange({ type })} />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t('grpc.removeHeader', { name: values.name })}
        onClick={props.onRemove}
      />
    </div>
  );
}

function TypeChoice(props: { path: string; value: CallValues['type']; onChange(type: CallValues['type']): void }) {
  const { t } = useWords();
  return (
    <Field id={props.path} label={t('grpc.type')}>
      {(control) => (
        <Choice
          {...control}
          value={props.value}
          onChange={(type) => props.onChange(type ?? 'Exact')}
          options={matchTypes.map((type) => ({ value: type, label: t(`grpc.types.${type}`) }))}
        />
      )}
    </Field>
  );
}
