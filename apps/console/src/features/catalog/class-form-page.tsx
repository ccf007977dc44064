import { Broker, type KubeObject, type ObjectOf, ServiceClass } from '@dizuo/api';
import { App, Checkbox, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { filledText, LocalizedField } from '../../parts/localized-field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { emptyText } from './plan-values.ts';

type ClassObject = ObjectOf<typeof ServiceClass> & KubeObject;
type Category = ClassObject['spec']['category'];
const categories: Category[] = ['database', 'cache', 'message', 'storage', 'gis', 'security', 'process', 'other'];

export function NewClassPage() {
  return <ClassForm existing={undefined} />;
}

export function EditClassPage() {
  const { component = '' } = useParams();
  const live = useLiveObject(ServiceClass, { name: component });
  if (live.error && !live.object) return <ErrorNotice error={live.error} onRetry={live.retry} />;
  if (!live.object) return <Skeleton active />;
  return <ClassForm key={live.object.metadata.uid} existing={live.object} />;
}

/** A component: what it is, who delivers it, and whether it stands in the market. */
function ClassForm({ existing }: { existing: ClassObject | undefined }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const brokers = useLiveList(Broker);
  const spec = existing?.spec;
  const form = useObjectForm({
    kind: ServiceClass,
    existing,
    draft: existing ? `class.${existing.metadata.name}` : 'class.new',
    initial: useMemo(
      () => ({
        name: existing?.metadata.name ?? '',
        displayName: spec?.displayName ?? emptyText,
        description: spec?.description ?? emptyText,
        provider: spec?.provider ?? emptyText,
        documentation: spec?.documentation ?? emptyText,
        category: spec?.category ?? ('database' as Category),
        brokerRef: spec?.brokerRef ?? '',
        version: spec?.version ?? '',
        tags: spec?.tags ?? [],
        listed: spec?.listed ?? false,
      }),
      [existing, spec],
    ),
    check(values): Problems {
      const found: Problems = {};
      const due = t('catalog.order.required');
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      for (const key of ['displayName', 'description', 'provider'] as const)
        if (values[key].zh.trim() === '') found[`spec.${key}.zh`] = due;
      if (values.version.trim() === '') found['spec.version'] = due;
      if (values.brokerRef === '') found['spec.brokerRef'] = due;
      return found;
    },
    build(values) {
      const documentation = filledText(values.documentation);
      const text = (key: 'displayName' | 'description' | 'provider') => filledText(values[key]) ?? values[key];
      return {
        metadata: { name: values.name },
        spec: {
          displayName: text('displayName'),
          description: text('description'),
          provider: text('provider'),
          category: values.category,
          brokerRef: values.brokerRef,
          version: values.version.trim(),
          ...(values.tags.length > 0 ? { tags: values.tags } : {}),
          ...(documentation ? { documentation } : {}),
          listed: values.listed,
        },
      };
    },
  });
  const { values, set } = form;
  const texts = [
    ['displayName', t('catalog.manage.displayName'), true],
    ['description', t('catalog.manage.description'), true],
    ['provider', t('catalog.manage.provider'), true],
    ['documentation', t('catalog.market.documentation'), false],
  ] as const;

  const save = async () => {
    if (!form.attempt()) return;
    const saved = await form.submit();
    if (!saved) return;
    message.success(t('parts.saved'));
    navigate(`/ops/catalog/${saved.metadata.name}`);
  };

  return (
    <FormPage
      title={t(existing ? 'catalog.manage.editClass' : 'catalog.manage.newClass')}
      lead={t('catalog.manage.classLead')}
      crumbs={[
        [t('catalog.manage.title'), '/ops/catalog'],
        ...(existing ? [[say(existing.spec.displayName), `/ops/catalog/${existing.metadata.name}`] as [string, string]] : []),
      ]}
      error={form.refusal}
      busy={form.busy}
      dirty={false}
      submit={{ label: t('parts.save'), run: save }}
    >
      <FieldGroup title={t('catalog.manage.basics')}>
        {!existing && (
          <TextField
            form={form}
            path="metadata.name"
            label={t('catalog.manage.identifier')}
            help={t('catalog.manage.identifierHelp')}
            required
            mono
            maxLength={63}
            maxWidth={400}
            value={values.name}
            onChange={(name) => set({ name })}
          />
        )}
        {texts.map(([key, label, required]) => (
          <LocalizedField
            key={key}
            form={form}
            path={`spec.${key}`}
            label={label}
            required={required}
            {...(key === 'description' || key === 'documentation' ? { rows: 2 } : {})}
            value={values[key]}
            onChange={(value) => set({ [key]: value })}
          />
        ))}
        <Checkbox checked={values.listed} onChange={(event) => set({ listed: event.target.checked })}>
          {t('catalog.manage.listedHelp')}
        </Checkbox>
      </FieldGroup>
      <FieldGroup title={t('catalog.manage.delivery')}>
        <Field id="spec.brokerRef" label={t('catalog.manage.broker')} required error={form.problem('spec.brokerRef')}>
          {(control) => (
            <Choice
              {...control}
              value={values.brokerRef || null}
              onChange={(brokerRef: string | null) => set({ brokerRef: brokerRef ?? '' })}
              onBlur={() => form.leave('spec.brokerRef')}
              options={brokers.items.map((b) => ({ value: b.metadata.name, label: say(b.spec.displayName) }))}
            />
          )}
        </Field>
        <Field id="spec.category" label={t('catalog.market.category')} required error={form.problem('spec.category')}>
          {(control) => (
            <Choice
              {...control}
              value={values.category}
              onChange={(category) => category && set({ category })}
              options={categories.map((c) => ({ value: c, label: t(`catalog.market.categories.${c}`) }))}
            />
          )}
        </Field>
        <TextField
          form={form}
          path="spec.version"
          label={t('catalog.manage.version')}
          required
          maxLength={50}
          maxWidth={400}
          value={values.version}
          onChange={(version) => set({ version })}
        />
        <Field id="spec.tags" label={t('catalog.manage.tags')} help={t('catalog.manage.tagsHelp')} error={form.problem('spec.tags')}>
          {(control) => <MultiChoice {...control} tags values={values.tags} options={[]} onChange={(tags) => set({ tags })} />}
        </Field>
      </FieldGroup>
    </FormPage>
  );
}
