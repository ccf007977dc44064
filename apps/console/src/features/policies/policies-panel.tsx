import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { ObjectState } from '../../parts/state-tag.tsx';
import { isOn, type PolicyPlural, pluralOf, targetWord } from './policy-kinds.ts';
import { policySummary } from './policy-summary.ts';
import { usePolicies } from './use-policies.ts';

interface PoliciesPanelProps {
  tenant: string;
  /** What the policies are on. */
  kind: 'HTTPRoute' | 'GRPCRoute' | 'Workload' | 'Upstream';
  name: string;
  mayChange: boolean;
}

const onRoutes: PolicyPlural[] = ['authpolicies', 'ratelimitpolicies', 'canarypolicies', 'transformpolicies'];

/** The policies on a route or a backend, and the way to another one. */
export function PoliciesPanel({ tenant, kind, name, mayChange }: PoliciesPanelProps) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const policies = usePolicies(tenant);
  const own = policies.items.filter((policy) => isOn(policy, kind, name));
  const base = `/dev/${tenant}/policies`;
  const target = encodeURIComponent(targetWord({ kind, name }));
  const offered: PolicyPlural[] = kind === 'Workload' || kind === 'Upstream' ? ['backendpolicies'] : onRoutes;
  return (
    <Panel title={t('policies.list.title')} flush>
      <ul className="rows">
        {policies.loaded && own.length === 0 && <li className="muted">{t('policies.page.none')}</li>}
        {own.map((policy) => (
          <li key={policy.metadata.uid} className="stack-tight" style={{ gap: 2 }}>
            <span className="row">
              <Link to={`${base}/${pluralOf(policy)}/${policy.metadata.name}`}>{policy.metadata.name}</Link>
              <span className="muted">{t(`policies.kinds.${pluralOf(policy)}`)}</span>
              <ObjectState object={policy} />
            </span>
            <span className="muted">{policySummary(policy, words).join(' · ')}</span>
          </li>
        ))}
        {mayChange && (
          <li className="row">
            {offered.map((plural) => (
              <Button key={plural} size="small" onClick={() => navigate(`${base}/${plural}/new?target=${target}`)}>
                {t('policies.page.add', { kind: t(`policies.kinds.${plural}`) })}
              </Button>
            ))}
          </li>
        )}
      </ul>
    </Panel>
  );
}
