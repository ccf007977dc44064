import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';

interface Decision {
  outcome: 'approve' | 'reject' | 'sendBack';
  by: string;
  at: string;
  comment?: string;
  generation: number;
}

/** What was decided on an object, by whom, why, and on which version: the newest first. */
export function DecisionHistory({ decisions = [] }: { decisions?: readonly Decision[] | undefined }) {
  const { t } = useWords();
  return (
    <Panel title={t('approval.order.decisions')}>
      {decisions.length === 0 && <p className="muted">{t('approval.order.noDecision')}</p>}
      <ul className="stack">
        {decisions.toReversed().map((decision) => (
          <li key={decision.at} className="stack-tight" style={{ gap: 2 }}>
            <span className="row-between">
              <strong>{t('approval.order.by', { who: decision.by, outcome: t(`approval.outcome.${decision.outcome}`) })}</strong>
              <span className="muted">
                <When at={decision.at} />
              </span>
            </span>
            {decision.comment && <span style={{ whiteSpace: 'pre-wrap' }}>{decision.comment}</span>}
            <span className="muted">{t('approval.order.decidedOn', { generation: decision.generation })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
