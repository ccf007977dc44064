import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { useStateFilter } from '../../shapes/use-state-filter.ts';
import { pluralOf, policyPlurals, targetWord } from './policy-kinds.ts';
import { policySummary } from './policy-summary.ts';
import { TargetLinks } from './target-links.tsx';
import { usePolicies } from './use-policies.ts';

/** Every policy that a tenant has attached to its routes and backends. */
export function PoliciesPage() {
  const words = useWords();
  const { t } = words;
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const list = usePolicies(tenant);
  const navigate = useNavigate();
  const create = develops(session, tenant) && (
    <Button type="primary" onClick={() => navigate(`/dev/${tenant}/policies/new`)}>
      {t('policies.list.new')}
    </Button>
  );
  return (
    <ListPage
      id="policies"
      title={t('policies.list.title')}
      lead={t('policies.list.lead')}
      list={list}
      primary={create}
      sort="name"
      words={(p) => `${p.metadata.name} ${p.spec.targetRefs.map(targetWord).join(' ')}`}
      filters={[
        {
          key: 'kind',
          label: t('policies.list.kind'),
          options: policyPlurals.map((plural) => ({ value: plural, label: t(`policies.kinds.${plural}`) })),
          fits: (p, value) => pluralOf(p) === value,
        },
        useStateFilter(),
      ]}
      empty={{ title: t('policies.list.empty'), hint: t('policies.list.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('parts.name'),
          cell: (p) => <Link to={`/dev/${tenant}/policies/${pluralOf(p)}/${p.metadata.name}`}>{p.metadata.name}</Link>,
          text: (p) => p.metadata.name,
        },
        {
          key: 'kind',
          title: t('policies.list.kind'),
          cell: (p) => t(`policies.kinds.${pluralOf(p)}`),
          text: (p) => t(`policies.kinds.${pluralOf(p)}`),
        },
        { key: 'state', title: t('parts.stateLabel'), cell: (p) => <ObjectState object={p} />, text: (p) => stateOf(p) },
        {
          key: 'target',
          title: t('policies.list.target'),
          cell: (p) => <TargetLinks tenant={tenant} of={p.spec.targetRefs} />,
          text: (p) => p.spec.targetRefs.map(targetWord).join(' '),
        },
        {
          key: 'does',
          title: t('policies.list.does'),
          cell: (p) => policySummary(p, words).join(' · '),
          text: (p) => policySummary(p, words).join(' · '),
        },
        {
          key: 'created',
          title: t('parts.created'),
          cell: (p) => <When at={p.metadata.creationTimestamp} />,
          text: (p) => p.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
