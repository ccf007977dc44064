import { useLocation, useNavigate } from 'react-router';
import { useSession } from '../data/session-context.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Choice } from '../parts/choice.tsx';

/** Goes to the same section of another tenant. */
export function TenantSelect({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const section = /^\/dev\/[^/]+\/([^/]+)/.exec(pathname)?.[1] ?? 'applications';
  return (
    <Choice
      value={tenant}
      aria-label={t('app.chooseTenant')}
      options={session.tenants.map((x) => ({ value: x.name, label: x.displayName }))}
      onChange={(next) => next && navigate(`/dev/${next}/${section}`)}
    />
  );
}
