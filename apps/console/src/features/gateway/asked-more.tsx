import { type Department, type KubeObject, type ObjectOf, Position } from '@dizuo/api';
import { Input } from 'antd';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { Options } from '../../parts/options.tsx';
import type { AskedProblem, AskedValues } from './asked-values.ts';

const whos = ['anyone', 'person', 'program'] as const;
const categories = ['staff', 'contractor', 'citizen'] as const;

/** Headers of the request that is asked about, and who makes it. */
export function AskedMore(props: {
  values: AskedValues;
  set(changes: Partial<AskedValues>): void;
  problem: AskedProblem | undefined;
  departments: readonly (ObjectOf<typeof Department> & KubeObject)[];
}) {
  const { t } = useWords();
  const { values, set, problem, departments } = props;
  const positions = useLiveList(Position, { enabled: values.who === 'person' });
  return (
    <>
      <Field
        id="explain-headers"
        label={t('explain.headers')}
        help={t('explain.headersHelp')}
        error={problem === 'badHeader' ? t('explain.badHeader') : undefined}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            className="mono"
            autoSize={{ minRows: 1, maxRows: 8 }}
            value={values.headers}
            onChange={(event) => set({ headers: event.target.value })}
          />
        )}
      </Field>
      <div className="field">
        <span style={{ fontWeight: 500 }}>{t('explain.who')}</span>
        <Options
          label={t('explain.who')}
          value={values.who}
          onChange={(who) => set({ who })}
          options={whos.map((who) => ({ value: who, label: t(`explain.whos.${who}`) }))}
        />
      </div>
      {values.who === 'person' && (
        <div className="parameter-grid">
          <Field id="explain-user" label={t('explain.user')}>
            {(control) => (
              <Input {...control} className="mono" value={values.user} onChange={(event) => set({ user: event.target.value })} />
            )}
          </Field>
          <Field id="explain-category" label={t('explain.category')}>
            {(control) => (
              <Choice
                {...control}
                clearable
                value={values.category || null}
                onChange={(category) => set({ category: category ?? '' })}
                options={categories.map((c) => ({ value: c as string, label: t(`identity.user.categories.${c}`) }))}
              />
            )}
          </Field>
          <Field id="explain-departments" label={t('explain.departments')} help={t('explain.departmentsHelp')}>
            {(control) => (
              <MultiChoice
                {...control}
                values={values.departments}
                onChange={(chosen) => set({ departments: chosen })}
                options={departments.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
              />
            )}
          </Field>
          <Field id="explain-positions" label={t('explain.positions')}>
            {(control) => (
              <MultiChoice
                {...control}
                values={values.positions}
                onChange={(chosen) => set({ positions: chosen })}
                options={positions.items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }))}
              />
            )}
          </Field>
        </div>
      )}
      {values.who === 'anyone' && (
        <Field id="explain-client" label={t('explain.client')} help={t('explain.clientHelp')}>
          {(control) => (
            <Input {...control} className="mono" value={values.client} onChange={(event) => set({ client: event.target.value })} />
          )}
        </Field>
      )}
      {values.who === 'program' && (
        <Field id="explain-consumer" label={t('explain.consumer')} help={t('explain.consumerHelp')}>
          {(control) => (
            <Input
              {...control}
              className="mono"
              value={values.consumer}
              onChange={(event) => set({ consumer: event.target.value.trim() })}
            />
          )}
        </Field>
      )}
    </>
  );
}
