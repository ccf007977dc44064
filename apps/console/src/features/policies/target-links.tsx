import type { PolicyTarget } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { targetPath, targetWord } from './policy-kinds.ts';

/** What a policy is attached to, each leading to its page. */
export function TargetLinks({ tenant, of }: { tenant: string; of: readonly PolicyTarget[] }) {
  const { t } = useWords();
  return (
    <span className="stack-tight" style={{ gap: 2 }}>
      {of.map((target) => {
        const path = targetPath(tenant, target);
        return (
          <span key={targetWord(target)}>
            {path ? (
              <Link className="underlined" to={path}>
                {target.name}
              </Link>
            ) : (
              target.name
            )}{' '}
            <span className="muted">{target.kind}</span>
            {target.sectionName !== undefined && <span className="muted"> · {t('policies.list.rule', { name: target.sectionName })}</span>}
          </span>
        );
      })}
    </span>
  );
}
