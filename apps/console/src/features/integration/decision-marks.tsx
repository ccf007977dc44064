import './assessment.css';
import type { DecisionRow, DispositionPhase } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import type { State } from '../../parts/states.ts';
import { ShareBar } from './assessment-tags.tsx';

const states: Record<DispositionPhase, State> = {
  Proposed: 'pending',
  SentBack: 'pending',
  Rejected: 'failed',
  Withdrawn: 'stopped',
  Decided: 'progressing',
  InProgress: 'progressing',
  Done: 'ready',
  Failed: 'failed',
};

export const stateOfDisposition = (phase: DispositionPhase): State => states[phase];

export function PhaseTag({ phase }: { phase: DispositionPhase | undefined }) {
  const { t } = useWords();
  if (!phase) return <span className="muted">{t('decision.open')}</span>;
  return <StateTag state={states[phase]} word={t(`decision.phases.${phase}`)} />;
}

/** What was decided, and where it leads; says where that is not what the assessment proposes. */
export function WayCell({ row }: { row: DecisionRow }) {
  const { t } = useWords();
  if (!row.way) return <span className="muted">—</span>;
  const differs = row.proposed !== undefined && row.proposed !== row.way && row.phase !== 'Done';
  return (
    <>
      <span className="nowrap">{t(`assessment.way.${row.way}`)}</span>
      {row.into && <div className="muted break-words">{row.into}</div>}
      {differs && <div className="muted">{t('decision.differs')}</div>}
    </>
  );
}

/** How much of it is carried out, and what is going on. */
export function ProgressCell({ row }: { row: DecisionRow }) {
  const { t, say } = useWords();
  if (!row.way || row.phase === 'Rejected' || row.phase === 'Withdrawn') return <span className="muted">—</span>;
  const waits = row.waitsFor.map(({ displayName }) => displayName).join('、');
  return (
    <>
      <ShareBar share={row.share} />
      {waits ? (
        <div className="muted">{t('decision.waitsFor', { names: waits })}</div>
      ) : (
        row.step && <div className="muted">{say(row.step)}</div>
      )}
    </>
  );
}

/** Its last day; what is over stands out. */
export function DueCell({ row, wave }: { row: DecisionRow; wave?: string | undefined }) {
  const { t } = useWords();
  return (
    <>
      {wave && <div>{wave}</div>}
      {row.endsOn ? <span className="nowrap">{row.endsOn}</span> : !wave && <span className="muted">—</span>}
      {row.late && (
        <div>
          <StateTag state="degraded" word={t('decision.late')} />
        </div>
      )}
    </>
  );
}

export const decisionPath = ({ namespace, name }: Pick<DecisionRow, 'namespace' | 'name'>): string => `/gov/decisions/${namespace}/${name}`;
