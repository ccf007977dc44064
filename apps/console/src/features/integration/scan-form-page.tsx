import { DatabaseScan, type ObjectOf, Secret } from '@dizuo/api';
import { App, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds, type Session } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { scanPath } from './scans-table.tsx';
import { ownTenants, useSystems } from './systems.ts';

interface Values {
  displayName: string;
  tenant: string;
  systemRef: string | null;
  /** Of who may not keep the tenant's secrets. */
  secretRef: string;
  host: string;
  port: string;
  database: string;
  username: string;
  password: string;
  sslmode: 'require' | 'verify-full' | 'disable';
  authority: string;
  schemas: string;
  sampleValues: boolean;
}

const modes = ['require', 'verify-full', 'disable'] as const;
/** Whether the person keeps secrets of the tenant, and so types the connection in; the operator is given a secret's name. */
const keepsSecrets = (session: Session, tenant: string) => ownTenants(session).some(({ name }) => name === tenant);

/** A new scan. The connection is kept in a secret of the tenant that goes with the scan. */
export function NewScanPage() {
  const { t } = useWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [failed, setFailed] = useState<unknown>();
  const name = useMemo(() => `scan-${crypto.randomUUID().slice(0, 8)}`, []);
  const tenants = (holds(session, 'operator') ? session.tenants : ownTenants(session)).map((tenant) => ({
    value: tenant.name,
    label: tenant.displayName,
  }));
  const initial = { ...empty, tenant: tenants[0]?.value ?? '' };
  const check = useMemo(() => checkWith(t('discovery.scan.required'), (tenant) => keepsSecrets(session, tenant)), [t, session]);
  const form = useObjectForm<typeof DatabaseScan, Values>({
    kind: DatabaseScan,
    initial,
    check,
    build: (values) => scanOf(values, name, session),
  });
  const { values, set } = form;
  const own = keepsSecrets(session, values.tenant);
  const systems = useSystems({ namespace: values.tenant, limit: 500, sort: 'name' }, values.tenant !== '');
  const text = (key: 'displayName' | 'secretRef' | 'host' | 'port' | 'database' | 'username' | 'authority' | 'schemas') => ({
    form,
    path: key === 'displayName' || key === 'secretRef' || key === 'schemas' ? `spec.${key}` : `connection.${key}`,
    value: values[key],
    onChange: (value: string) => set({ [key]: value }),
  });
  const send = async () => {
    const scan = form.attempt() && (await form.submit());
    if (!scan) return;
    try {
      if (own) await client.objects(Secret).create(secretOf(values, scan) as never);
      message.success(t('discovery.scan.sent'));
      navigate(scanPath(scan));
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <FormPage
      title={t('discovery.scan.new')}
      lead={t('discovery.scan.newLead')}
      crumbs={[[t('discovery.title'), '/gov/discovery']]}
      dirty={form.dirty}
      busy={form.busy}
      error={failed ?? form.refusal}
      submit={{ label: t('discovery.scan.send'), run: () => void send() }}
    >
      <TextField {...text('displayName')} label={t('discovery.scan.name')} required maxLength={100} />
      {tenants.length > 1 && (
        <Field id="tenant" label={t('discovery.scan.tenant')} required>
          {(control) => (
            <Choice
              {...control}
              value={values.tenant}
              options={tenants}
              onChange={(tenant) => set({ tenant: tenant ?? '', systemRef: null })}
            />
          )}
        </Field>
      )}
      <Field
        id="spec.systemRef"
        label={t('discovery.scan.system')}
        help={t('discovery.scan.systemHelp')}
        error={form.problem('spec.systemRef')}
      >
        {(control) => (
          <Choice
            {...control}
            clearable
            placeholder="—"
            value={values.systemRef}
            options={(systems.data?.items ?? []).map((row) => ({ value: row.name, label: row.displayName }))}
            onChange={(systemRef) => set({ systemRef })}
          />
        )}
      </Field>
      <FieldGroup title={t('discovery.scan.connection')}>
        {own ? (
          <>
            <p className="help">{t('discovery.scan.connectionLead')}</p>
            <TextField {...text('host')} label={t('discovery.scan.host')} required mono maxLength={253} />
            <TextField {...text('port')} label={t('discovery.scan.port')} required mono maxLength={5} maxWidth={120} />
            <TextField {...text('database')} label={t('discovery.scan.database')} required mono maxLength={63} />
            <TextField {...text('username')} label={t('discovery.scan.username')} required mono maxLength={63} />
            <PasswordField
              id="connection.password"
              label={t('discovery.scan.password')}
              error={form.problem('connection.password')}
              autoComplete="new-password"
              value={values.password}
              onChange={(password) => set({ password })}
            />
            <Field id="connection.sslmode" label={t('discovery.scan.tls')}>
              {(control) => (
                <Choice
                  {...control}
                  value={values.sslmode}
                  options={modes.map((value) => ({ value, label: t(`discovery.scan.tlsModes.${value}`) }))}
                  onChange={(sslmode) => set({ sslmode: sslmode ?? 'require' })}
                />
              )}
            </Field>
            {values.sslmode === 'verify-full' && <TextField {...text('authority')} label={t('discovery.scan.authority')} mono rows={3} />}
          </>
        ) : (
          <TextField
            {...text('secretRef')}
            label={t('discovery.scan.secret')}
            help={t('discovery.scan.secretHelp')}
            required
            mono
            maxLength={253}
          />
        )}
      </FieldGroup>
      <FieldGroup title={t('discovery.scan.what')}>
        <TextField {...text('schemas')} label={t('discovery.scan.schemas')} help={t('discovery.scan.schemasHelp')} mono />
        <Checkbox checked={values.sampleValues} onChange={(event) => set({ sampleValues: event.target.checked })}>
          {t('discovery.scan.sample')}
        </Checkbox>
        <p className="help">{t('discovery.scan.sampleHelp')}</p>
      </FieldGroup>
    </FormPage>
  );
}

const empty: Values = {
  displayName: '',
  tenant: '',
  systemRef: null,
  secretRef: '',
  host: '',
  port: '5432',
  database: '',
  username: '',
  password: '',
  sslmode: 'require',
  authority: '',
  schemas: '',
  sampleValues: false,
};

function scanOf(
  values: Values,
  name: string,
  session: Session,
): { metadata: { namespace: string; name: string }; spec: ObjectOf<typeof DatabaseScan>['spec'] } {
  const { displayName, tenant, systemRef, secretRef, sampleValues } = values;
  const schemas = values.schemas.split(/[,，\s]+/).filter(Boolean);
  return {
    metadata: { namespace: tenant, name },
    spec: {
      displayName,
      secretRef: keepsSecrets(session, tenant) ? name : secretRef,
      sampleValues,
      ...(systemRef ? { systemRef } : {}),
      ...(schemas.length > 0 ? { schemas } : {}),
    },
  };
}

/** Belongs to the scan, and goes with it. */
function secretOf(values: Values, { metadata }: { metadata: { name: string; namespace?: string; uid?: string } }) {
  const { host, port, database, username, password, sslmode, authority } = values;
  const { name, namespace, uid } = metadata;
  return {
    metadata: {
      name,
      namespace,
      ownerReferences: [{ apiVersion: DatabaseScan.apiVersion, kind: DatabaseScan.kind, name, uid, controller: true }],
    },
    type: 'integration.dizuo/database',
    stringData: { host: host.trim(), port, database, username, password, sslmode, ...(authority ? { 'ca.crt': authority } : {}) },
  };
}

function checkWith(word: string, own: (tenant: string) => boolean) {
  return (values: Values): Problems => {
    const connection = own(values.tenant) ? (['host', 'port', 'database', 'username', 'password'] as const) : [];
    return {
      ...(values.displayName.trim() ? {} : { 'spec.displayName': word }),
      ...(own(values.tenant) || values.secretRef ? {} : { 'spec.secretRef': word }),
      ...Object.fromEntries(connection.filter((key) => !values[key].trim()).map((key) => [`connection.${key}`, word])),
    };
  };
}
