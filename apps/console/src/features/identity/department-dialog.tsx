import { Department, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Input, Modal } from 'antd';
import { useMemo } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { NumberInput } from '../../parts/number-input.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { withBelow } from './department-tree.ts';

type DepartmentObject = ObjectOf<typeof Department> & KubeObject;
type Category = DepartmentObject['spec']['category'];
const categories: Category[] = ['district', 'bureau', 'subordinate', 'street', 'town', 'external'];

/** Makes or changes a department. */
export function DepartmentDialog(props: {
  existing?: DepartmentObject;
  parent?: string;
  departments: readonly DepartmentObject[];
  onClose(): void;
}) {
  const { t } = useWords();
  const { message } = App.useApp();
  const { existing, departments, onClose } = props;
  const spec = existing?.spec;
  const form = useObjectForm({
    kind: Department,
    existing,
    initial: {
      name: existing?.metadata.name ?? '',
      displayName: spec?.displayName ?? '',
      shortName: spec?.shortName ?? '',
      parentRef: spec?.parentRef ?? props.parent ?? '',
      category: spec?.category ?? ('bureau' as Category),
      creditCode: spec?.creditCode ?? '',
      order: spec?.order ?? 0,
    },
    check(values): Problems {
      const found: Problems = {};
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      if (values.displayName.trim() === '') found['spec.displayName'] = t('identity.organisation.due');
      return found;
    },
    build: (values) => ({
      metadata: { name: values.name },
      spec: {
        displayName: values.displayName.trim(),
        category: values.category,
        order: values.order,
        ...(values.shortName ? { shortName: values.shortName } : {}),
        ...(values.parentRef ? { parentRef: values.parentRef } : {}),
        ...(values.creditCode ? { creditCode: values.creditCode } : {}),
      },
    }),
  });
  const { values, set, problem, leave } = form;
  const own = useMemo(() => (existing ? withBelow(departments, existing.metadata.name) : new Set<string>()), [departments, existing]);

  const save = async () => {
    if (!(await form.submit())) return;
    message.success(t('identity.organisation.saved'));
    onClose();
  };

  return (
    <Modal
      open
      title={t(existing ? 'identity.organisation.editDepartment' : 'identity.organisation.newDepartment')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onCancel={onClose}
      onOk={save}
      okButtonProps={{ loading: form.busy }}
    >
      <Field id="spec.displayName" label={t('identity.organisation.displayName')} required error={problem('spec.displayName')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={values.displayName}
            onChange={(event) => set({ displayName: event.target.value })}
            onBlur={() => leave('spec.displayName')}
          />
        )}
      </Field>
      {!existing && (
        <Field
          id="metadata.name"
          label={t('identity.organisation.identifier')}
          help={t('identity.organisation.identifierHelp')}
          required
          error={problem('metadata.name')}
        >
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
      <Field id="spec.category" label={t('identity.organisation.category')} required error={problem('spec.category')}>
        {(control) => (
          <Choice
            {...control}
            value={values.category}
            onChange={(category) => category && set({ category })}
            options={categories.map((c) => ({ value: c, label: t(`identity.organisation.categories.${c}`) }))}
          />
        )}
      </Field>
      <Field id="spec.parentRef" label={t('identity.organisation.parent')} error={problem('spec.parentRef')}>
        {(control) => (
          <Choice
            {...control}
            clearable
            value={values.parentRef || null}
            onChange={(parentRef: string | null) => set({ parentRef: parentRef ?? '' })}
            options={departments
              .filter((d) => !own.has(d.metadata.name))
              .map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
          />
        )}
      </Field>
      <Field id="spec.shortName" label={t('identity.organisation.shortName')} error={problem('spec.shortName')}>
        {(control) => (
          <Input {...control} maxLength={30} value={values.shortName} onChange={(event) => set({ shortName: event.target.value })} />
        )}
      </Field>
      <Field
        id="spec.creditCode"
        label={t('identity.organisation.creditCode')}
        help={t('identity.organisation.creditCodeHelp')}
        error={problem('spec.creditCode')}
      >
        {(control) => (
          <Input
            {...control}
            className="mono"
            maxLength={18}
            value={values.creditCode}
            onChange={(event) => set({ creditCode: event.target.value.toUpperCase() })}
          />
        )}
      </Field>
      <Field id="spec.order" label={t('identity.organisation.order')} error={problem('spec.order')}>
        {(control) => <NumberInput {...control} min={0} value={values.order} onChange={(order) => set({ order: order ?? 0 })} />}
      </Field>
      {form.refusal !== undefined && <ErrorNotice error={form.refusal} />}
    </Modal>
  );
}
