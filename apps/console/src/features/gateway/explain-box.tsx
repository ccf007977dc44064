import { Department, type ExplanationAnswer } from '@dizuo/api';
import { Button } from 'antd';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainInput } from '../../parts/plain-input.tsx';
import {
  type AskedProblem,
  type AskedValues,
  askedRequest,
  departmentsAbove,
  methods,
  nothingAsked,
  pastedRequest,
} from './asked-values.ts';
import './gateway.css';
import type { Explain } from './use-explanation.ts';

const AskedMore = lazy(() => import('./asked-more.tsx').then((m) => ({ default: m.AskedMore })));
const ExplanationView = lazy(() => import('./explanation-view.tsx').then((m) => ({ default: m.ExplanationView })));

/** Tells which listener, route, rule, policies and backends would serve a request, and why others do not. */
export function ExplainBox(props: {
  explain: Explain;
  /** Whose members ask; absent: the operator. */
  tenant?: string | undefined;
  /** Filled in, and asked at once where it is an address. */
  start?: Partial<AskedValues>;
  /** The rule that served what is filled in, when it was made. */
  ruleThen?: string | undefined;
  /** Told of what was asked, such as to keep it in the address. */
  onAsked?(values: AskedValues): void;
}) {
  const { t } = useWords();
  const { tenant, explain, start = {}, ruleThen } = props;
  const [values, setValues] = useState<AskedValues>({ ...nothingAsked, ...start });
  const [more, setMore] = useState(Boolean(start.headers) || (start.who ?? 'anyone') !== 'anyone');
  const [problem, setProblem] = useState<AskedProblem>();
  const [answer, setAnswer] = useState<ExplanationAnswer>();
  const [answered, setAnswered] = useState<AskedValues>();
  const [error, setError] = useState<unknown>();
  const departments = useLiveList(Department, { enabled: more });
  const set = (changes: Partial<AskedValues>) => setValues((before) => ({ ...before, ...changes }));
  const begun = useRef(false);

  const ask = async () => {
    const asked = askedRequest(values, { tenant, above: departmentsAbove(departments.items) });
    setProblem(typeof asked === 'string' ? asked : undefined);
    if (typeof asked === 'string') return;
    setError(undefined);
    try {
      setAnswer(await explain(asked));
      setAnswered(values);
      props.onAsked?.(values);
    } catch (failure) {
      setAnswer(undefined);
      setError(failure);
    }
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
    set({ gateway: '', ...(pasted ?? { url: text }) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask();
  };

  const { serves } = answer ?? {};
  const ruleNow = serves && 'rule' in serves ? serves.rule : undefined;
  const differs = 'ruleThen' in props && answer !== undefined && answered?.url === start.url && ruleNow !== ruleThen;

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
                  options={[...new Set([...methods, values.method])].map((method) => ({ value: method, label: method }))}
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
                <PlainInput {...control} mono placeholder="https://permit.example.gov.cn/apply" value={values.url} onChange={type} />
              )}
            </Field>
          </div>
          {more && (
            <Suspense>
              <AskedMore values={values} set={set} problem={problem} departments={departments.items} />
            </Suspense>
          )}
          <div className="row">
            <Button type="primary" htmlType="submit">
              {t('explain.ask')}
            </Button>
            {!more && <Button onClick={() => setMore(true)}>{t('explain.more')}</Button>}
          </div>
        </form>
      </Panel>
      {error !== undefined && <ErrorNotice error={error} />}
      <div aria-live="polite" className="stack">
        {differs && <div className="notice notice-old">{t('explain.differs')}</div>}
        <Suspense>{answer && <ExplanationView answer={answer} tenant={tenant} />}</Suspense>
      </div>
    </div>
  );
}
