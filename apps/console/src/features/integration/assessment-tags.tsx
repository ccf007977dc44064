import type { Activity, AssessmentRow, ContractEnd } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import type { State } from '../../parts/states.ts';
import { percent } from './amounts.ts';

const stateOfActivity: Record<Activity, State> = { used: 'ready', littleUsed: 'pending', unused: 'degraded', unknown: 'unknown' };

export function ActivityTag({ activity, idleDays }: { activity: Activity; idleDays?: number | undefined }) {
  const { t } = useWords();
  return (
    <span className="row" style={{ gap: 8 }}>
      <StateTag state={stateOfActivity[activity]} word={t(`assessment.activity.${activity}`)} />
      {idleDays !== undefined && activity === 'unused' && <span className="muted">{t('assessment.idle', { days: idleDays })}</span>}
    </span>
  );
}

const stateOfContract: Record<ContractEnd['state'], State> = { ended: 'failed', soon: 'pending', later: 'ready' };

export function ContractTag({ contract }: { contract: ContractEnd | undefined }) {
  const { t } = useWords();
  if (!contract) return <span className="muted">{t('assessment.contractState.unknown')}</span>;
  const { state, daysLeft, endsOn } = contract;
  return (
    <span className="row" style={{ gap: 8 }}>
      <StateTag state={stateOfContract[state]} word={t(`assessment.contractState.${state}`)} />
      <span className="nowrap">{endsOn}</span>
      <span className="muted nowrap">
        {daysLeft < 0 ? t('assessment.daysAgo', { days: -daysLeft }) : t('assessment.daysLeft', { days: daysLeft })}
      </span>
    </span>
  );
}

export function WayWord({ way }: { way: AssessmentRow['way'] }) {
  const { t } = useWords();
  return way ? <span className="nowrap">{t(`assessment.way.${way}`)}</span> : <span className="muted">—</span>;
}

/** A share as a bar with its figure. */
export function ShareBar({ share, label }: { share: number; label?: string }) {
  return (
    <span className="share" title={label}>
      <span className="bar" aria-hidden>
        <i style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <span>{percent(share)}</span>
    </span>
  );
}
