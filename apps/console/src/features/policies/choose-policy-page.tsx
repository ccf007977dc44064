import { Link, useParams } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { PageHead } from '../../shapes/page-head.tsx';
import { policyPlurals } from './policy-kinds.ts';

/** Which kind of policy is wanted; each has a form of its own. */
export function ChoosePolicyPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  return (
    <div className="page">
      <PageHead title={t('policies.list.new')} crumbs={[[t('policies.list.title'), `/dev/${tenant}/policies`]]} />
      <div className="cards">
        {policyPlurals.map((plural) => (
          <Link key={plural} className="card" to={`/dev/${tenant}/policies/${plural}/new`}>
            <strong className="card-title">{t(`policies.kinds.${plural}`)}</strong>
            <span className="muted">{t(`policies.leads.${plural}`)}</span>
          </Link>
        ))}
      </div>
    </div>
  );
}
