import { Disposition } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { PhaseTag } from './decision-marks.tsx';
import { keepsSystems } from './systems.ts';

/** What was decided on a system, in one line on its own page; where nothing was, the way to propose it. */
export function SystemDecision({ tenant, system }: { tenant: string; system: string }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { session } = useSession();
  const { object, loaded } = useLiveObject(Disposition, { namespace: tenant, name: system });
  const path = `/gov/decisions/${tenant}/${system}`;
  if (!loaded) return null;
  if (!object) {
    if (!keepsSystems(session, tenant)) return null;
    return (
      <div className="notice row-between" style={{ borderLeftColor: 'var(--stopped)' }}>
        <span>{t('decision.open')}</span>
        <Button size="small" onClick={() => navigate(`${path}/new`)}>
          {t('decision.propose')}
        </Button>
      </div>
    );
  }
  return (
    <div className="notice row-between" style={{ borderLeftColor: 'var(--primary)' }}>
      <span className="row">
        <Link to={path}>
          {t('decision.decided')} · {t(`assessment.way.${object.spec.way}`)}
        </Link>
        <PhaseTag phase={object.status?.phase ?? 'Proposed'} />
      </span>
      <span className="muted clamp">{object.spec.reason}</span>
    </div>
  );
}
