import type { SystemName } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords, type WordKey } from '../../i18n/use-words.ts';

/** A system by its name, with its department and level under it. */
export function SystemLink({ of, department }: { of: SystemName; department: (name: string) => string }) {
  const { t } = useWords();
  return (
    <>
      <Link to={`/gov/systems/${of.key}?tab=assessment`}>{of.displayName}</Link>
      <div className="muted">
        {department(of.departmentRef)} · {t(`assessment.level.${of.level}` as WordKey)}
      </div>
    </>
  );
}
