import { DeleteOutlined } from '@ant-design/icons';
import { Certificate, Gateway, type KubeObject, type ObjectOf, systemNamespace } from '@dizuo/api';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { WaitingPage } from '../../shapes/waiting-page.tsx';
import {
  type GatewayValues,
  type GatewayWords,
  gatewayOf,
  gatewayProblems,
  gatewayValues,
  type ListenerValues,
  newListener,
} from './gateway-values.ts';

type GatewayObject = ObjectOf<typeof Gateway> & KubeObject;
const protocols = ['HTTP', 'HTTPS'] as const;
const froms = ['All', 'Same', 'Selector'] as const;

/** A new Gateway: listeners with port, host name, certificate, and whose routes may attach. */
export function NewGatewayPage() {
  return <GatewayForm start={{ name: '', listeners: [newListener()] }} />;
}

export function EditGatewayPage() {
  const { namespace = '', gateway = '' } = useParams();
  const live = useLiveObject(Gateway, { namespace, name: gateway });
  if (!live.object) return <WaitingPage for={live} />;
  return <GatewayForm existing={live.object} start={gatewayValues(live.object)} />;
}

function GatewayForm({ existing, start }: { existing?: GatewayObject; start: GatewayValues }) {
  const { t } = useWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const namespace = existing?.metadata.namespace ?? systemNamespace;
  const certificates = useLiveList(Certificate, { namespace });
  const words = useMemo<GatewayWords>(
    () => ({
      nameRule: t('parts.nameRule'),
      nameTwice: t('traffic.form.nameTwice'),
      portRule: t('upstreams.portRule'),
      hostRule: t('traffic.form.hostRule'),
      labelRule: t('traffic.form.labelRule'),
    }),
    [t],
  );
  const form = useObjectForm({
    kind: Gateway,
    existing,
    initial: start,
    check: (values: GatewayValues) => gatewayProblems(values, words),
    build: (values: GatewayValues) => gatewayOf(values, existing),
  });
  const { values, set } = form;
  const change = (index: number, changes: Partial<ListenerValues>) =>
    set({ listeners: values.listeners.map((listener, at) => (at === index ? { ...listener, ...changes } : listener)) });

  const submit = async () => {
    if (!form.attempt()) return;
    const gateway = await form.submit();
    if (!gateway) return;
    message.success(t('traffic.form.done'));
    navigate(`/ops/gateways/${namespace}/${gateway.metadata.name}`);
  };

  return (
    <FormPage
      title={existing ? t('traffic.form.edit', { name: existing.metadata.name }) : t('traffic.form.title')}
      lead={t('traffic.form.lead', { port: new URL(session.gatewayUrl).port || '443' })}
      crumbs={[[t('traffic.gateways.title'), '/ops/gateways']]}
      error={form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t('traffic.form.save'), run: () => void submit() }}
    >
      {!existing && (
        <TextField
          form={form}
          path="metadata.name"
          label={t('traffic.form.name')}
          required
          mono
          maxLength={63}
          value={values.name}
          onChange={(name) => set({ name })}
        />
      )}
      {values.listeners.map((listener, index) => (
        <ListenerFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a listener that is being filled in has no other identity
          key={index}
          form={form}
          path={`spec.listeners[${index}]`}
          values={listener}
          secrets={certificates.items.map(({ spec, status }) => ({
            value: spec.secretRef.name,
            label: `${spec.secretRef.name} (${(status?.dnsNames ?? spec.dnsNames).join(' ')})`,
          }))}
          onChange={(changes) => change(index, changes)}
          {...(values.listeners.length > 1 ? { onRemove: () => set({ listeners: values.listeners.filter((_, at) => at !== index) }) } : {})}
        />
      ))}
      <Button onClick={() => set({ listeners: [...values.listeners, newListener('HTTPS')] })}>{t('traffic.form.add')}</Button>
    </FormPage>
  );
}

function ListenerFields(props: {
  form: FieldForm;
  path: string;
  values: ListenerValues;
  secrets: readonly { value: string; label: string }[];
  onChange(changes: Partial<ListenerValues>): void;
  onRemove?(): void;
}) {
  const { t } = useWords();
  const { form, path, values, onChange } = props;
  return (
    <fieldset className="parameter-row">
      <legend className="visually-hidden">{t('traffic.form.listener', { name: values.name })}</legend>
      <div className="parameter-grid">
        <TextField
          form={form}
          path={`${path}.name`}
          label={t('traffic.gateways.listener.name')}
          required
          mono
          maxLength={63}
          value={values.name}
          onChange={(name) => onChange({ name })}
        />
        <Field id={`${path}.protocol`} label={t('traffic.form.protocol')} error={form.problem(`${path}.protocol`)}>
          {(control) => (
            <Choice
              {...control}
              value={values.protocol}
              onChange={(protocol) => onChange({ protocol: protocol ?? 'HTTP' })}
              options={protocols.map((protocol) => ({ value: protocol, label: protocol }))}
            />
          )}
        </Field>
        <Field id={`${path}.port`} label={t('traffic.gateways.listener.port')} required error={form.problem(`${path}.port`)}>
          {(control) => (
            <NumberInput
              {...control}
              min={1}
              max={65_535}
              value={values.port}
              onChange={(port) => onChange({ port })}
              onBlur={() => form.leave(`${path}.port`)}
            />
          )}
        </Field>
        <TextField
          form={form}
          path={`${path}.hostname`}
          label={t('traffic.gateways.listener.hostname')}
          help={t('traffic.form.hostHelp')}
          mono
          maxLength={253}
          value={values.hostname}
          onChange={(hostname) => onChange({ hostname: hostname.trim().toLowerCase() })}
        />
        {values.protocol === 'HTTPS' && (
          <Field
            id={`${path}.tls`}
            label={t('traffic.gateways.listener.certificates')}
            help={t('traffic.form.certificatesHelp')}
            error={form.problem(`${path}.tls`)}
          >
            {(control) => (
              <MultiChoice
                {...control}
                tags
                values={values.certificates}
                onChange={(certificates: string[]) => onChange({ certificates })}
                options={props.secrets}
              />
            )}
          </Field>
        )}
        <Field id={`${path}.from`} label={t('traffic.gateways.listener.allowed')}>
          {(control) => (
            <Choice
              {...control}
              value={values.from}
              onChange={(from) => onChange({ from: from ?? 'All' })}
              options={froms.map((from) => ({ value: from, label: t(`traffic.gateways.listener.from.${from}`) }))}
            />
          )}
        </Field>
        {values.from === 'Selector' && (
          <TextField
            form={form}
            path={`${path}.allowedRoutes`}
            label={t('traffic.form.labels')}
            help={t('traffic.form.labelsHelp')}
            required
            mono
            rows={1}
            value={values.labels}
            onChange={(labels) => onChange({ labels })}
          />
        )}
      </div>
      {props.onRemove && (
        <Button
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('traffic.form.remove', { name: values.name })}
          onClick={props.onRemove}
        />
      )}
    </fieldset>
  );
}
