import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { backendName, routePath, ruleName } from './traffic-values.ts';

/** A rule by its id: the route, leading to its page, and which of its rules. */
export function RuleLink({ rule, withTenant = false }: { rule: string; withTenant?: boolean }) {
  const { t } = useWords();
  const name = ruleName(rule);
  return (
    <span className="stack-tight" style={{ gap: 0 }}>
      <Link to={routePath(name)} className="mono">
        {withTenant ? `${name.namespace}/${name.route}` : name.route}
      </Link>
      <span className="muted">
        {name.grpc ? 'gRPC ' : ''}
        {t('traffic.rules.nth', { n: name.index + 1 })}
      </span>
    </span>
  );
}

/** A backend by its id, leading to its page. */
export function BackendLink({ backend, withTenant = false }: { backend: string; withTenant?: boolean }) {
  const { t } = useWords();
  const found = backendName(backend);
  if (!found) return <span className="muted">{t('traffic.rules.noBackend')}</span>;
  const { kind, namespace, name } = found;
  return (
    <Link to={`/dev/${namespace}/${kind === 'Upstream' ? 'upstreams' : 'workloads'}/${name}`} className="mono">
      {withTenant ? `${namespace}/${name}` : name}
    </Link>
  );
}

/** A policy by its id (`namespace/name`, of a limit with its own name behind), leading to its page. */
export function PolicyLink(props: { plural: 'authpolicies' | 'ratelimitpolicies' | 'backendpolicies' | 'canarypolicies'; id: string }) {
  const [namespace = '', name = '', part] = props.id.split('/');
  return (
    <Link to={`/dev/${namespace}/policies/${props.plural}/${name}`} className="mono">
      {part ? `${name}/${part}` : name}
    </Link>
  );
}
