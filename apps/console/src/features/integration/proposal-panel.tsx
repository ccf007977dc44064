import './assessment.css';
import type { SystemAssessment } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { Reasons } from './reasons.tsx';
import { SystemLink } from './system-link.tsx';

/** What the assessment would do with the system, and why. */
export function ProposalPanel({ assessment, department }: { assessment: SystemAssessment; department: (name: string) => string }) {
  const { t } = useWords();
  const { proposal, partners, system } = assessment;
  if (!proposal) {
    return (
      <Panel title={t('assessment.proposal')}>
        <p className="muted">{t('assessment.noProposal')}</p>
      </Panel>
    );
  }
  const names = [system, ...partners.map(({ b }) => b)];
  const into = names.find(({ key }) => key === proposal.into);
  const together = names.filter(({ key }) => proposal.with?.includes(key));
  return (
    <Panel title={t('assessment.proposal')}>
      <div className="stack">
        <div>
          <div className="tile-figure">{t(`assessment.way.${proposal.way}`)}</div>
          {proposal.largeSystem && <p>{t('assessment.intoLarge', { name: proposal.largeSystem.displayName })}</p>}
          {into && <p>{t('assessment.intoSystem', { name: into.displayName })}</p>}
          <p className="muted">{t('assessment.proposalLead')}</p>
        </div>
        <Reasons of={proposal.reasons} />
        {proposal.against.length > 0 && (
          <div className="stack-tight">
            <strong>{t('assessment.against')}</strong>
            <Reasons of={proposal.against} />
          </div>
        )}
        {together.length > 0 && (
          <ul className="cards" style={{ gap: 8 }}>
            {together.slice(0, 6).map((one) => (
              <li key={one.key}>
                <SystemLink of={one} department={department} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
