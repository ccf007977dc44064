import { dispositionWays, LargeSystem } from '@dizuo/api';
import { Checkbox } from 'antd';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { Options } from '../../parts/options.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { DispositionValues } from './disposition-values.ts';

export interface DispositionFormPart {
  values: DispositionValues;
  set(changes: Partial<DispositionValues>): void;
  problem(path: string): string | undefined;
  leave(path: string): void;
}

/** The way, what it needs, and why. */
export function DispositionContentFields({
  tenant,
  form,
  level,
}: {
  tenant: string;
  form: DispositionFormPart;
  level: string | undefined;
}) {
  const { t } = useWords();
  const { values, set } = form;
  const isOurs = level === undefined || level === 'district' || level === 'unit';
  const ways = dispositionWays.filter((way) => isOurs || way === 'keep' || way === 'connect');
  return (
    <>
      <Field
        id="spec.way"
        label={t('decision.way')}
        required
        error={form.problem('spec.way')}
        help={isOurs ? undefined : t('decision.form.ours')}
      >
        {() => (
          <Options
            label={t('decision.way')}
            value={values.way ?? ('' as 'keep')}
            options={ways.map((value) => ({ value, label: t(`assessment.way.${value}`) }))}
            onChange={(way) => set({ way })}
          />
        )}
      </Field>
      {values.way === 'merge' && <MergeFields tenant={tenant} form={form} />}
      {values.way === 'connect' && <ConnectFields form={form} />}
      <TextField
        form={form}
        path="spec.reason"
        label={t('decision.reason')}
        help={t('decision.reasonHelp')}
        required
        rows={3}
        maxLength={2000}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </>
  );
}

function MergeFields({ tenant, form }: { tenant: string; form: DispositionFormPart }) {
  const { t } = useWords();
  const { values, set } = form;
  const larges = useLiveList(LargeSystem, { namespace: tenant });
  const modules = larges.items.find(({ metadata }) => metadata.name === values.largeSystem)?.spec.modules ?? [];
  return (
    <div className="form-row">
      <Field
        id="spec.merge.largeSystemRef"
        label={t('decision.largeSystem')}
        required
        error={form.problem('spec.merge.largeSystemRef') ?? form.problem('spec.merge')}
      >
        {(control) => (
          <Choice
            {...control}
            value={values.largeSystem}
            empty={t('decision.noLargeSystem')}
            options={larges.items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }))}
            onBlur={() => form.leave('spec.merge.largeSystemRef')}
            onChange={(largeSystem) => set({ largeSystem, module: null })}
          />
        )}
      </Field>
      <Field id="spec.merge.module" label={t('decision.module')} required error={form.problem('spec.merge.module')}>
        {(control) => (
          <Choice
            {...control}
            value={values.module}
            empty={t('decision.chooseModule')}
            options={modules.map(({ name, displayName }) => ({ value: name, label: displayName }))}
            onBlur={() => form.leave('spec.merge.module')}
            onChange={(module) => set({ module })}
          />
        )}
      </Field>
    </div>
  );
}

function ConnectFields({ form }: { form: DispositionFormPart }) {
  const { t } = useWords();
  const { values, set } = form;
  return (
    <>
      <div className="form-row">
        <TextField
          form={form}
          path="spec.connect.host"
          label={t('decision.host')}
          help={t('decision.hostHelp')}
          required
          mono
          maxLength={253}
          value={values.host}
          onChange={(host) => set({ host })}
        />
        <TextField
          form={form}
          path="spec.connect.path"
          label={t('decision.path')}
          mono
          value={values.path}
          onChange={(path) => set({ path })}
        />
      </div>
      <div className="form-row">
        <TextField
          form={form}
          path="spec.connect.address"
          label={t('decision.address')}
          help={t('decision.addressHelp')}
          required
          mono
          maxLength={300}
          value={values.address}
          onChange={(address) => set({ address })}
        />
        <Field id="spec.connect.tls" label="HTTPS">
          {({ id }) => (
            <Checkbox id={id} checked={values.tls} onChange={(event) => set({ tls: event.target.checked })}>
              {t('decision.tls')}
            </Checkbox>
          )}
        </Field>
      </div>
      <Field id="spec.connect.signIn" label={t('decision.signIn')}>
        {() => (
          <Options
            label={t('decision.signIn')}
            value={values.signIn}
            options={(['required', 'optional'] as const).map((value) => ({ value, label: t(`decision.signIns.${value}`) }))}
            onChange={(signIn) => set({ signIn })}
          />
        )}
      </Field>
    </>
  );
}
