import type { SystemName } from '@dizuo/api';
import { Link, useParams } from 'react-router';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { systemPath } from './integration-paths.ts';

/** A system by its name, with its department and level under it. */
export function SystemLink({ of, department }: { of: SystemName; department: (name: string) => string }) {
  const { t } = useWords();
  const { tenant } = useParams();
  return (
    <>
      <Link to={systemPath(tenant, of.key)}>{of.displayName}</Link>
      <div className="muted">
        {department(of.departmentRef)} · {t(`assessment.level.${of.level}` as WordKey)}
      </div>
    </>
  );
}
