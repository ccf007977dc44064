import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { backendsOf, type LeadingRoute } from './route-values.ts';

/** The backends of a route, each leading to its page. */
export function BackendLinks({ route }: { route: LeadingRoute }) {
  const { t } = useWords();
  return (
    <span className="stack-tight" style={{ gap: 2 }}>
      {backendsOf(route).map((b) => (
        <span key={`${b.kind} ${b.namespace} ${b.name}`}>
          <Link to={`/dev/${b.namespace}/${b.kind === 'Workload' ? 'workloads' : 'upstreams'}/${b.name}`}>{b.name}</Link>{' '}
          <span className="muted">{t(b.kind === 'Workload' ? 'gateway.form.workload' : 'gateway.form.upstream')}</span>
        </span>
      ))}
    </span>
  );
}
