import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useWords } from '../i18n/use-words.ts';

export type Crumb = [label: string, path: string];

/** The page's name in the window's title. */
export function useTitle(title: string): void {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
}

export function Crumbs({ of }: { of: Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="breadcrumb">
      {of.map(([label, path], index) => (
        <span key={path}>
          {index > 0 && <span aria-hidden>/ </span>}
          <Link to={path}>{label}</Link>
        </span>
      ))}
    </nav>
  );
}

/** Title, what the page is for, and its one primary action. */
export function PageHead(props: {
  title: string;
  count?: number | string | undefined;
  lead?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
}) {
  useTitle(props.title);
  return (
    <div className="page-head">
      <div style={{ minWidth: 0 }}>
        {props.crumbs && <Crumbs of={props.crumbs} />}
        <h1>
          {props.title}
          {props.count !== undefined && <span className="page-count">{props.count}</span>}
        </h1>
        {props.lead && <p className="lead">{props.lead}</p>}
      </div>
      {props.actions && <div className="row">{props.actions}</div>}
    </div>
  );
}
