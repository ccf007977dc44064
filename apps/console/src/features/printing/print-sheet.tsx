import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import './print.css';

/** What a sheet waits for; any live list, live object or query has this shape. */
export interface Awaited {
  loaded: boolean;
  error?: unknown;
  /** Loaded without it: there is none, and nothing to print. */
  object?: unknown;
}

export interface PrintSheetProps {
  /** Heading of the sheet, and name of the document. */
  title: string;
  subtitle?: string;
  /** Where its content comes from, in words: stands at the foot of every page with time and person. */
  source: string;
  /** It is complete when all are loaded, and never where one failed. */
  of: readonly Awaited[];
  children: ReactNode;
}

/** An A4 sheet of the console: below `/print/`, without the house around it. Says on the root element when it can be printed. */
export function PrintSheet({ title, subtitle, source, of, children }: PrintSheetProps) {
  const { t, language } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const at = useRef(new Date());
  const failed = of.find((one) => one.error !== undefined && one.error !== null);
  const loaded = of.every((one) => one.loaded);
  const missing = of.some((one) => one.loaded && 'object' in one && one.object === undefined);
  const state = failed ? 'failed' : missing ? 'missing' : loaded ? 'ready' : undefined;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(at.current);
  const foot = t('printing.source', { source, at: time, who: session.user.displayName });

  useEffect(() => {
    document.title = title;
    const { dataset } = document.documentElement;
    dataset.printSource = foot;
    if (state) dataset.print = state;
    else delete dataset.print;
    return () => {
      delete dataset.print;
      delete dataset.printSource;
    };
  }, [title, foot, state]);

  return (
    <div className="print-desk">
      <div className="print-tools">
        <Button icon={<ArrowLeftOutlined />} onClick={() => navigate(-1)}>
          {t('printing.back')}
        </Button>
        <Button type="primary" icon={<PrinterOutlined />} disabled={state !== 'ready'} onClick={() => window.print()}>
          {t('printing.print')}
        </Button>
      </div>
      <main className="print-sheet">
        {failed ? (
          <ErrorNotice error={failed.error} />
        ) : missing ? (
          <EmptyStart title={t('printing.missing')} hint={t('printing.missingHint')} />
        ) : (
          <>
            <header className="print-head">
              <h1>{title}</h1>
              {subtitle && <p>{subtitle}</p>}
            </header>
            {children}
          </>
        )}
        <footer className="print-foot">{foot}</footer>
      </main>
    </div>
  );
}

/** Lines for people to sign on. */
export function SignatureLines({ posts }: { posts: readonly string[] }) {
  const { t } = useWords();
  return (
    <div className="print-signatures">
      {posts.map((post) => (
        <div key={post}>
          <strong>{post}</strong>
          <span>{t('printing.signature')}</span>
          <span>{t('printing.date')}</span>
        </div>
      ))}
    </div>
  );
}
