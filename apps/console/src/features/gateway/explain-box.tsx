import { Department, type ExplanationAnswer } from '@dizuo/api';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { Options } from '../../parts/options.tsx';
import { Panel } from '../../parts/panel.tsx';
import {
  type AskedProblem,
  type AskedValues,
  askedRequest,
  departmentsAbove,
  methods,
  nothingAsked,
  pastedRequest,
} from './asked-values.ts';
import { ExplanationView } from './explanation-view.tsx';
import './gateway.css';
import type { Explain } from './use-explanation.ts';

const whos = ['anyone', 'person', 'program'] as const;
const categories = ['staff', 'contractor', 'citizen'] as const;

/** Tells which listener, route, rule, policies and backends would serve a request, and why others do not. */
export function ExplainBox(props: {
  explain: Explain;
  /** Whose members ask; absent: the operator. */
  tenant?: string | undefined;
  /** Filled in, and asked at once where it is an address. */
  start?: Partial<AskedValues>;
  /** Told of what was asked, such as to keep it in the address. */
  onAsked?(values: AskedValues): void;
}) {
  const { t } = useWords();
  const { tenant, explain, start = {} } = props;
  const [values, setValues] = useState<AskedValues>({ ...nothingAsked, ...start });
  const [more, setMore] = useState(Boolean(start.headers) || (start.who ?? 'anyone') !== 'anyone');
  const [problem, setProblem] = useState<AskedProblem>();
  const [answer, setAnswer] = useState<ExplanationAnswer>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const departments = useLiveList(Department, { enabled: more });
  const set = (changes: Partial<AskedValues>) => setValues((before) => ({ ...before, ...changes }));
  const begun = useRef(false);

  const ask = async () => {
    const asked = askedRequest(values, { tenant, above: departmentsAbove(departments.items) });
    setProblem(typeof asked === 'string' ? asked : undefined);
    if (typeof asked === 'string') return;
    setBusy(true);
    setError(undefined);
    try {
      setAnswer(await explain(asked));
      props.onAsked?.(values);
    } catch (failure) {
      setAnswer(undefined);
      setError(failure);
    }
    setBusy(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the box was opened with is asked once
  useEffect(() => {
    if (begun.current || !start.url) return;
    begun.current = true;
    void ask();
  }, []);

  const type = (text: string) => {
    const pasted = pastedRequest(text);
    if (pasted?.headers) setMore(true);
    set(pasted ?? { url: text });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask();
  };

  return (
    <div className="stack">
      <Panel title={t('explain.title')}>
        <form onSubmit={submit} noValidate>
          <div className="explain-request">
            <Field id="explain-method" label={t('explain.method')}>
              {(control) => (
                <Choice
                  {...control}
                  value={values.method}
                  onChange={(method) => set({ method: method ?? 'GET' })}
                  options={methods.map((method) => ({ value: method, label: method }))}
                />
              )}
            </Field>
            <Field
              id="explain-url"
              label={t('explain.url')}
              help={t('explain.urlHelp')}
              error={problem === 'badUrl' ? t('explain.badUrl') : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  className="mono"
                  placeholder="https://permit.example.gov.cn/apply"
                  value={values.url}
                  onChange={(event) => type(event.target.value)}
                />
              )}
            </Field>
          </div>
          {more && (
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
                        options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
                      />
                    )}
                  </Field>
                </div>
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
          )}
          <div className="row">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('explain.ask')}
            </Button>
            {!more && <Button onClick={() => setMore(true)}>{t('explain.more')}</Button>}
          </div>
        </form>
      </Panel>
      {error !== undefined && <ErrorNotice error={error} />}
      <div aria-live="polite">{answer && <ExplanationView answer={answer} tenant={tenant} />}</div>
    </div>
  );
}
