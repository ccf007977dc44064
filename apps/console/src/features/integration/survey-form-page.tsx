import { type KubeObject, type ObjectOf, Survey, surveyFields, Tenant } from '@dizuo/api';
import { App, Checkbox } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { PlainInput, PlainTextArea } from '../../parts/plain-input.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { fieldWord } from './survey-marks.ts';

interface Values {
  displayName: string;
  guidance: string;
  dueOn: string;
  tenants: string[];
  fields: string[];
}

const usual = [
  'linesOfBusiness',
  'functions',
  'use.audience',
  'contract.vendor',
  'contract.endsOn',
  'cost.yearlyMaintenance',
  'stack',
  'data',
  'interfaces',
];
/** Days before the last day on which is reminded. */
const reminders = [14, 7, 1];

/** A new survey: who is asked for what, and by when. */
export function NewSurveyPage() {
  const words = useWords();
  const { t } = words;
  const { message } = App.useApp();
  const navigate = useNavigate();
  const tenants = useLiveList(Tenant);
  const initial: Values = { displayName: '', guidance: '', dueOn: '', tenants: [], fields: usual };
  const check = useMemo(() => checkWith(t('inventory.form.required')), [t]);
  const form = useObjectForm<typeof Survey, Values>({
    kind: Survey,
    initial,
    draft: 'survey.new',
    check,
    build: ({ guidance, ...values }) => ({
      metadata: { generateName: 'survey-' } as KubeObject['metadata'],
      spec: { ...values, ...(guidance ? { guidance } : {}), remindDaysBefore: reminders } as ObjectOf<typeof Survey>['spec'],
    }),
  });
  const send = async () => {
    const saved = form.attempt() && (await form.submit());
    if (!saved) return;
    message.success(t('inventory.survey.sent'));
    navigate(`/gov/surveys/${saved.metadata.name}`);
  };
  const all = tenants.items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return (
    <FormPage
      title={t('inventory.survey.new')}
      lead={t('inventory.survey.newLead')}
      crumbs={[[t('inventory.survey.title'), '/gov/surveys']]}
      dirty={form.dirty}
      busy={form.busy}
      error={form.refusal}
      submit={{ label: t('inventory.survey.send'), run: () => void send() }}
    >
      <Field id="spec.displayName" label={t('inventory.survey.name')} required error={form.problem('spec.displayName')}>
        {({ status, ...control }) => (
          <PlainInput
            {...control}
            status={status}
            maxLength={100}
            value={form.values.displayName}
            onChange={(text) => form.set({ displayName: text })}
            onBlur={() => form.leave('spec.displayName')}
          />
        )}
      </Field>
      <Field
        id="spec.dueOn"
        label={t('inventory.survey.due')}
        required
        error={form.problem('spec.dueOn')}
        help={t('inventory.survey.dueHelp')}
      >
        {({ status, ...control }) => (
          <PlainInput
            {...control}
            status={status}
            type="date"
            width={220}
            value={form.values.dueOn}
            onChange={(text) => form.set({ dueOn: text })}
            onBlur={() => form.leave('spec.dueOn')}
          />
        )}
      </Field>
      <Field id="spec.guidance" label={t('inventory.survey.guidance')}>
        {({ status, ...control }) => (
          <PlainTextArea
            {...control}
            status={status}
            rows={2}
            value={form.values.guidance}
            onChange={(text) => form.set({ guidance: text })}
          />
        )}
      </Field>
      <FieldGroup title={t('inventory.survey.whom')}>
        <Checkbox
          checked={all.length > 0 && form.values.tenants.length === all.length}
          indeterminate={form.values.tenants.length > 0 && form.values.tenants.length < all.length}
          onChange={(event) => form.set({ tenants: event.target.checked ? all.map(({ value }) => value) : [] })}
        >
          {t('inventory.survey.everybody')}
        </Checkbox>
        <Checkbox.Group options={all} value={form.values.tenants} onChange={(next) => form.set({ tenants: next as string[] })} />
        {form.problem('spec.tenants') && <p className="field-error">{form.problem('spec.tenants')}</p>}
      </FieldGroup>
      <FieldGroup title={t('inventory.survey.fields')}>
        <Checkbox.Group
          options={surveyFields.map((value) => ({ value, label: fieldWord(value, words) }))}
          value={form.values.fields}
          onChange={(next) => form.set({ fields: next as string[] })}
        />
        {form.problem('spec.fields') && <p className="field-error">{form.problem('spec.fields')}</p>}
      </FieldGroup>
    </FormPage>
  );
}

function checkWith(word: string) {
  return ({ displayName, dueOn, tenants, fields }: Values): Problems => ({
    ...(displayName.trim() ? {} : { 'spec.displayName': word }),
    ...(dueOn ? {} : { 'spec.dueOn': word }),
    ...(tenants.length > 0 ? {} : { 'spec.tenants': word }),
    ...(fields.length > 0 ? {} : { 'spec.fields': word }),
  });
}
