import { InformationSystem } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FieldGroup } from '../../parts/field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { LedgerWayField } from './ledger-way-field.tsx';
import { choiceOf, claimOf, type LedgerChoice, wayProblems } from './ledger-ways.ts';
import { LedgerWaysOut } from './ledger-ways-out.tsx';
import { fieldAt, formGroups, valueAt, withValue } from './system-form-fields.ts';
import { type Choice, SystemInputs } from './system-form-inputs.tsx';
import type { SystemObject } from './system-overview.tsx';
import { systemPath, useSystems } from './systems.ts';
import { useTenantChoice } from './tenant-choice.tsx';
import { useTenantDepartments } from './use-tenant-departments.ts';

type Spec = SystemObject['spec'];
interface Values {
  name: string;
  spec: Partial<Spec>;
  ledger: LedgerChoice;
}
const ways = ['counts', 'module', 'replaces', 'exception'] as const;

/** A new system, in the tenant that is chosen first. */
export function NewSystemPage() {
  const { tenant, choice } = useTenantChoice();
  return <SystemForm key={tenant} tenant={tenant} tenantChoice={choice} />;
}

export function EditSystemPage() {
  const { tenant = '', system = '' } = useParams();
  const live = useLiveObject(InformationSystem, { namespace: tenant, name: system });
  if (live.object) return <SystemForm tenant={tenant} existing={live.object} />;
  return (
    <div className="page">
      {live.error ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active paragraph={{ rows: 8 }} />}
    </div>
  );
}

interface SystemFormProps {
  tenant: string | undefined;
  tenantChoice?: React.ReactNode;
  existing?: SystemObject;
}

function SystemForm({ tenant, tenantChoice, existing }: SystemFormProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const offered = useOffered(tenant);
  const address = useAddress();
  const initial: Values = {
    name: existing?.metadata.name ?? '',
    spec: existing?.spec ?? { level: 'district', lifecycle: 'running' },
    ledger: existing ? choiceOf(existing.spec) : claimed(address.get('exception')),
  };
  const check = useMemo(() => checkWith(t('inventory.form.required'), tenant), [t, tenant]);
  const form = useObjectForm<typeof InformationSystem, Values>({
    kind: InformationSystem,
    initial,
    draft: `system.${tenant ?? ''}.${existing?.metadata.uid ?? 'new'}`,
    check,
    build: ({ name, spec: { moduleOf: _module, replaces: _replaces, exceptionRef: _exception, ...spec }, ledger }) => ({
      metadata: { ...(name ? { name } : { generateName: 'system-' }), namespace: tenant ?? '' } as SystemObject['metadata'],
      spec: { ...spec, ...claimOf(ledger) } as Spec,
    }),
    existing,
  });
  const back = existing ? systemPath(tenant ?? '', existing.metadata.name) : '/gov/systems';
  const save = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('inventory.form.saved'));
    navigate(systemPath(saved.metadata.namespace ?? '', saved.metadata.name));
  };
  const change = (path: string, value: unknown) => form.set({ spec: withValue(form.values.spec, path, value) });
  return (
    <FormPage
      title={existing ? t('inventory.form.editTitle', { name: existing.spec.displayName }) : t('inventory.form.newTitle')}
      lead={t('inventory.form.lead')}
      crumbs={[
        [t('inventory.systems.title'), '/gov/systems'],
        ...(existing ? [[existing.spec.displayName, back] as [string, string]] : []),
      ]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      instead={
        <LedgerWaysOut
          error={form.refusal}
          tenant={tenant}
          ways={ways}
          onChoose={(way) => form.set({ ledger: { ...form.values.ledger, way } })}
        />
      }
      submit={{ label: t('inventory.form.save'), run: save, disabled: !tenant }}
    >
      {tenantChoice}
      {tenant &&
        formGroups.map(([group, paths]) => (
          <FieldGroup key={group} title={t(`inventory.group.${group}`)}>
            <SystemInputs
              fields={paths.map(fieldAt)}
              prefix="spec."
              words=""
              values={form.values.spec}
              problem={form.problem}
              onChange={change}
              onLeave={form.leave}
              offered={(word) => offered[word]}
            />
            {group === 'basic' && !existing && (
              <TextField
                form={form}
                path="metadata.name"
                label={t('inventory.field.name')}
                help={t('inventory.help.name')}
                value={form.values.name}
                onChange={(name) => form.set({ name })}
                maxWidth={420}
              />
            )}
          </FieldGroup>
        ))}
      {tenant && isDistricts(form.values.spec) && (
        <FieldGroup title={t('inventory.group.ledger')}>
          <LedgerWayField
            tenant={tenant}
            form={form}
            choice={form.values.ledger}
            ways={ways}
            own={existing && { kind: 'InformationSystem', name: existing.metadata.name }}
            onChange={(ledger) => form.set({ ledger })}
          />
        </FieldGroup>
      )}
    </FormPage>
  );
}

/** Only what the district may change counts. */
const isDistricts = ({ level }: Partial<Spec>) => level === 'district' || level === 'unit';

/** The way by an exception, where the address names one. */
function claimed(exceptionRef: string): LedgerChoice {
  return exceptionRef ? { way: 'exception', claim: { exceptionRef } } : { way: 'counts', claim: {} };
}

/** Departments below the tenant's, and its systems. */
function useOffered(tenant: string | undefined): Record<string, Choice[]> {
  const departmentRef = useTenantDepartments(tenant);
  const systems = useSystems({ namespace: tenant, limit: 500 }, tenant !== undefined);
  const own = (systems.data?.items ?? []).map(({ name, displayName }) => ({ value: name, label: displayName }));
  return { departmentRef, 'interfaces.systemRef': own };
}

const required = ['displayName', 'departmentRef', 'level'];

function checkWith(word: string, tenant: string | undefined) {
  return ({ spec, ledger }: Values): Problems => {
    const missing = required.filter((path) => !valueAt(spec, path)).map((path) => [`spec.${path}`, word]);
    const ways = isDistricts(spec) ? wayProblems(ledger, word) : {};
    return { ...Object.fromEntries(tenant ? missing : [['tenant', word], ...missing]), ...ways } as Problems;
  };
}
