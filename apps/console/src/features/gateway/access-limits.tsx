import type { AuthPolicy, ObjectOf } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';

/** Whom an AuthPolicy lets in, and where nobody is asked. */
export function AccessLimits({ policy }: { policy: ObjectOf<typeof AuthPolicy> }) {
  const { t } = useWords();
  const { allowed, anonymousPaths } = policy.spec;
  return (
    <Facts
      of={[
        allowed?.departments && [t('gateway.form.departments'), allowed.departments.join(', ')],
        allowed?.categories && [t('gateway.form.categories'), allowed.categories.map((c) => t(`identity.user.categories.${c}`)).join(', ')],
        anonymousPaths && [
          t('gateway.form.anonymous'),
          <span key="anonymous" className="mono">
            {anonymousPaths.join(' ')}
          </span>,
        ],
      ]}
    />
  );
}
