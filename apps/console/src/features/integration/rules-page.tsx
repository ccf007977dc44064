import './assessment.css';
import { IntegrationRules, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { RulesFields } from './rules-fields.tsx';
import { RulesPreviewPanel } from './rules-preview-panel.tsx';
import { type RulesValues, specOf, valuesOf } from './rules-values.ts';

type Rules = ObjectOf<typeof IntegrationRules> & KubeObject;

/** Page shape 3: the open rules, with what a change would do beside them. */
export function RulesPage() {
  const { t } = useWords();
  const live = useLiveObject(IntegrationRules, { name: 'default' });
  const [saved, setSaved] = useState<Rules>();
  if (live.object) {
    // What was saved here may be newer than what has arrived.
    const newest = saved && Number(saved.metadata.resourceVersion) > Number(live.object.metadata.resourceVersion) ? saved : live.object;
    return <RulesForm key={saved?.metadata.resourceVersion} existing={newest} onSaved={setSaved} />;
  }
  return (
    <div className="page">
      <h1 className="visually-hidden">{t('rules.title')}</h1>
      {live.error ? (
        <ErrorNotice error={live.error} onRetry={live.retry} />
      ) : live.loaded ? (
        <div className="panel">
          <EmptyStart title={t('rules.missing')} hint={t('rules.missingHint')} />
        </div>
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </div>
  );
}

function RulesForm({ existing, onSaved }: { existing: Rules; onSaved(rules: Rules): void }) {
  const { t } = useWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const may = holds(session, 'operator');
  const initial = useMemo(() => valuesOf(existing.spec), [existing.spec]);
  const check = useCallback(
    ({ figures }: RulesValues) =>
      Object.fromEntries(
        Object.entries(figures).flatMap(([path, value]) => (value === undefined ? [[`spec.${path}`, t('rules.number')]] : [])),
      ),
    [t],
  );
  const form = useObjectForm({
    kind: IntegrationRules,
    initial,
    check,
    existing,
    build: (values: RulesValues) => ({ metadata: { name: existing.metadata.name }, spec: specOf(values, existing.spec) }),
  });
  const save = async () => {
    if (!form.attempt()) return;
    const written = await form.submit();
    if (!written) return;
    message.success(t('rules.saved'));
    onSaved(written);
  };
  return (
    <FormPage
      title={t('rules.title')}
      lead={may ? t('rules.lead') : `${t('rules.lead')} ${t('rules.readOnly')}`}
      crumbs={[[t('assessment.title'), '/gov/assessment']]}
      error={!may || form.problem('spec.overlap') ? undefined : form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t('rules.save'), run: save, disabled: !may || !form.dirty }}
      aside={<RulesPreviewPanel spec={form.dirty && form.complete ? specOf(form.values, existing.spec) : undefined} />}
    >
      <RulesFields form={form} values={form.values} set={form.set} />
    </FormPage>
  );
}
