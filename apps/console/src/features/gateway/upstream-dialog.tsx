import { DeleteOutlined } from '@ant-design/icons';
import { type KubeObject, type ObjectOf, Upstream } from '@dizuo/api';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { NumberInput } from '../../parts/number-input.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';

type UpstreamObject = ObjectOf<typeof Upstream> & KubeObject;
interface Address {
  host: string;
  port: number | undefined;
  tls: boolean;
}

/** Registers or changes an outside system. */
export function UpstreamDialog(props: { tenant: string; existing?: UpstreamObject; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { tenant, existing, onClose } = props;
  const spec = existing?.spec;
  const form = useObjectForm({
    kind: Upstream,
    existing,
    initial: {
      name: existing?.metadata.name ?? '',
      displayName: spec?.displayName ?? '',
      addresses: (spec?.addresses.map((a) => ({ host: a.host, port: a.port, tls: a.tls ?? false })) ?? [
        { host: '', port: 80, tls: false },
      ]) as Address[],
      basePath: spec?.basePath ?? '',
      health: spec?.healthCheck?.path ?? '',
    },
    check(values): Problems {
      const found: Problems = {};
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      if (values.basePath && !values.basePath.startsWith('/')) found['spec.basePath'] = t('gateway.form.pathRule');
      if (values.health && !values.health.startsWith('/')) found['spec.healthCheck.path'] = t('gateway.form.pathRule');
      values.addresses.forEach((address, index) => {
        if (!/^[A-Za-z0-9.:_-]+$/.test(address.host)) found[`spec.addresses[${index}].host`] = t('upstreams.hostRule');
        if (!address.port) found[`spec.addresses[${index}].port`] = t('upstreams.portRule');
      });
      return found;
    },
    build: (values) => {
      const { basePath: _basePath, healthCheck, ...kept } = spec ?? {};
      return {
        metadata: { namespace: tenant, name: values.name },
        spec: {
          ...kept,
          ...(values.displayName.trim() ? { displayName: values.displayName.trim() } : {}),
          addresses: values.addresses.map((a) => ({
            ...spec?.addresses.find((before) => before.host === a.host && before.port === a.port),
            host: a.host,
            port: a.port ?? 0,
            tls: a.tls,
          })),
          ...(values.basePath ? { basePath: values.basePath } : {}),
          ...(values.health ? { healthCheck: { ...healthCheck, path: values.health } } : {}),
        },
      };
    },
  });
  const { values, set, problem, leave } = form;
  const change = (index: number, changes: Partial<Address>) =>
    set({ addresses: values.addresses.map((a, at) => (at === index ? { ...a, ...changes } : a)) });

  const save = async () => {
    const upstream = await form.submit();
    if (!upstream) return;
    message.success(t('upstreams.done'));
    onClose();
    if (!existing) navigate(`/dev/${tenant}/upstreams/${upstream.metadata.name}`);
  };

  return (
    <Modal
      open
      width={640}
      title={t(existing ? 'upstreams.edit' : 'upstreams.new')}
      okText={t('upstreams.save')}
      cancelText={t('parts.cancel')}
      onOk={save}
      onCancel={onClose}
      okButtonProps={{ loading: form.busy }}
    >
      <Field id="spec.displayName" label={t('upstreams.displayName')} error={problem('spec.displayName')}>
        {(control) => (
          <Input {...control} maxLength={100} value={values.displayName} onChange={(event) => set({ displayName: event.target.value })} />
        )}
      </Field>
      {!existing && (
        <Field id="metadata.name" label={t('upstreams.name')} help={t('parts.nameHelp')} required error={problem('metadata.name')}>
          {(control) => (
            <Input
              {...control}
              className="mono"
              maxLength={63}
              value={values.name}
              onChange={(event) => set({ name: event.target.value })}
              onBlur={() => leave('metadata.name')}
            />
          )}
        </Field>
      )}
      {values.addresses.map((address, index) => {
        const path = `spec.addresses[${index}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address being filled in has no other identity
          <div key={index} className="environment">
            <Field id={`${path}.host`} label={t('upstreams.host')} required error={problem(`${path}.host`)}>
              {(control) => (
                <Input
                  {...control}
                  className="mono"
                  value={address.host}
                  onChange={(event) => change(index, { host: event.target.value.trim() })}
                  onBlur={() => leave(`${path}.host`)}
                />
              )}
            </Field>
            <div className="row" style={{ alignItems: 'flex-start', gap: 16 }}>
              <Field id={`${path}.port`} label={t('upstreams.port')} required error={problem(`${path}.port`)}>
                {(control) => (
                  <NumberInput {...control} min={1} max={65_535} value={address.port} onChange={(port) => change(index, { port })} />
                )}
              </Field>
              <Checkbox style={{ marginTop: 33 }} checked={address.tls} onChange={(event) => change(index, { tls: event.target.checked })}>
                {t('upstreams.tls')}
              </Checkbox>
            </div>
            <Button
              type="text"
              danger
              disabled={values.addresses.length === 1}
              icon={<DeleteOutlined />}
              aria-label={`${t('upstreams.removeAddress')} ${address.host}`}
              onClick={() => set({ addresses: values.addresses.filter((_, at) => at !== index) })}
            />
          </div>
        );
      })}
      <Button
        style={{ marginBottom: 18 }}
        onClick={() =>
          set({ addresses: [...values.addresses, { host: '', port: values.addresses[0]?.port, tls: values.addresses[0]?.tls ?? false }] })
        }
      >
        {t('upstreams.addAddress')}
      </Button>
      <Field id="spec.basePath" label={t('upstreams.basePath')} help={t('upstreams.basePathHelp')} error={problem('spec.basePath')}>
        {(control) => (
          <Input
            {...control}
            className="mono"
            value={values.basePath}
            onChange={(event) => set({ basePath: event.target.value.trim() })}
            onBlur={() => leave('spec.basePath')}
          />
        )}
      </Field>
      <Field
        id="spec.healthCheck.path"
        label={t('upstreams.health')}
        help={t('upstreams.healthHelp')}
        error={problem('spec.healthCheck.path')}
      >
        {(control) => (
          <Input
            {...control}
            className="mono"
            value={values.health}
            onChange={(event) => set({ health: event.target.value.trim() })}
            onBlur={() => leave('spec.healthCheck.path')}
          />
        )}
      </Field>
      {form.refusal !== undefined && <ErrorNotice error={form.refusal} />}
    </Modal>
  );
}
