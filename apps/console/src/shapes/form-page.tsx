import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { type Crumb, PageHead } from './page-head.tsx';
import { useLeaveWarning } from './use-leave-warning.tsx';

interface FormPageProps {
  title: string;
  lead?: ReactNode;
  crumbs: Crumb[];
  children: ReactNode;
  /** Beside the form: what the input leads to (cost, quota, a preview). */
  aside?: ReactNode;
  error: unknown;
  /** With the error: what can be done instead. */
  instead?: ReactNode;
  busy: boolean;
  submit: { label: string; run(): void; disabled?: boolean };
  /** Beside the primary button, such as "back" of a summary. */
  extra?: ReactNode;
  dirty: boolean;
}

/** Page shape 3: grouped fields, their effect beside them, errors of the server above the foot, one primary action. */
export function FormPage(props: FormPageProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const refused = useRef<HTMLDivElement>(null);
  const sent = useRef(false);
  useEffect(() => {
    // What was refused when it was sent is looked at; what is found while typing leaves the reader where they are.
    if (sent.current && props.error !== undefined) refused.current?.scrollIntoView({ block: 'center' });
    sent.current = props.busy;
  }, [props.error, props.busy]);
  useLeaveWarning(props.dirty && !props.busy);
  return (
    <div className="page">
      <PageHead title={props.title} crumbs={props.crumbs} lead={props.lead} />
      <div className={props.aside ? 'columns' : ''} style={props.aside ? {} : { maxWidth: 820 }}>
        <div className="panel">
          <div className="panel-body">{props.children}</div>
          {props.error !== undefined && (
            <div ref={refused} className="form-refusal">
              <ErrorNotice error={props.error}>{props.instead}</ErrorNotice>
            </div>
          )}
          <div className="form-foot">
            {props.extra}
            <Button onClick={() => navigate(props.crumbs.at(-1)?.[1] ?? '/work')}>{t('parts.cancel')}</Button>
            <Button
              type="primary"
              aria-busy={props.busy}
              disabled={props.busy || props.submit.disabled === true}
              onClick={props.submit.run}
            >
              {props.submit.label}
            </Button>
          </div>
        </div>
        {props.aside && <aside className="stack">{props.aside}</aside>}
      </div>
    </div>
  );
}
