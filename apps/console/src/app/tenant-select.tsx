import { Select } from 'antd';
import { useLocation, useNavigate } from 'react-router';
import { useSession } from '../data/session-context.tsx';
import { useWords } from '../i18n/use-words.ts';

/** Goes to the same section of another tenant. */
export function TenantSelect({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const section = /^\/dev\/[^/]+\/([^/]+)/.exec(pathname)?.[1] ?? 'applications';
  return (
    <Select
      value={tenant}
      variant="borderless"
      style={{ width: '100%', marginInline: -11 }}
      aria-label={t('app.chooseTenant')}
      showSearch={{ optionFilterProp: 'label' }}
      options={session.tenants.map((x) => ({ value: x.name, label: x.displayName }))}
      onChange={(next: string) => navigate(`/dev/${next}/${section}`)}
    />
  );
}
