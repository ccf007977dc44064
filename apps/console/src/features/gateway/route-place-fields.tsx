import { Gateway, systemNamespace } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import type { PlaceValues } from './route-place.ts';

/** Name, host names and gateways of a route of either kind. */
export function RoutePlaceFields(props: {
  form: FieldForm;
  tenant: string;
  isNew: boolean;
  values: PlaceValues;
  set(changes: Partial<PlaceValues>): void;
}) {
  const { t } = useWords();
  const { form, tenant, values, set } = props;
  const gateways = [useLiveList(Gateway, { namespace: systemNamespace }), useLiveList(Gateway, { namespace: tenant })];
  const names = gateways.flatMap(({ items }) => items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  return (
    <FieldGroup title={t('gateway.form.where')}>
      {props.isNew && (
        <TextField
          form={form}
          path="metadata.name"
          label={t('gateway.form.name')}
          required
          mono
          maxLength={63}
          value={values.name}
          onChange={(name) => set({ name })}
        />
      )}
      <TextField
        form={form}
        path="spec.hostnames"
        label={t('gateway.form.host')}
        help={t('gateway.form.hostHelp')}
        mono
        rows={1}
        value={values.hosts}
        onChange={(hosts) => set({ hosts: hosts.toLowerCase() })}
      />
      <Field id="spec.parentRefs" label={t('gateway.form.gateways')} required error={form.problem('spec.parentRefs')}>
        {(control) => (
          <MultiChoice
            {...control}
            values={values.gateways}
            onChange={(chosen) => set({ gateways: chosen })}
            options={[...new Set([...names, ...values.gateways])].map((name) => ({ value: name, label: name }))}
          />
        )}
      </Field>
    </FieldGroup>
  );
}
