import type { CostComparison } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { figure, wan } from './amounts.ts';

/** What keeping, merging and connecting cost over the years, with every term of the formula. */
export function CostPanel({ cost }: { cost: CostComparison | undefined }) {
  const words = useWords();
  const { t } = words;
  if (!cost) {
    return (
      <Panel title={t('assessment.tab.cost')}>
        <p className="muted">{t('assessment.noCost')}</p>
      </Panel>
    );
  }
  const missing = cost.missing.map((fact) => t(`assessment.costFact.${fact}`)).join('、');
  return (
    <Panel title={t('assessment.costTitle', { years: cost.years })}>
      <div className="stack">
        {cost.ways.map(({ way, terms, amount }) => (
          <div key={way} className="stack-tight" style={{ gap: 2 }}>
            <div className="row-between">
              <strong>{t(`assessment.way.${way}`)}</strong>
              <strong>{wan(amount, words)}</strong>
            </div>
            {terms.map((term) => (
              <div key={term.name} className="row-between muted">
                <span>
                  {t(`assessment.term.${term.name}`)} <span className="mono">{term.formula}</span>
                </span>
                <span className="nowrap">{figure(term.amount)}</span>
              </div>
            ))}
          </div>
        ))}
        <div className="row-between">
          <span>{cost.mergeSaves >= 0 ? t('assessment.saves') : t('assessment.costs')}</span>
          <strong>{wan(Math.abs(cost.mergeSaves), words)}</strong>
        </div>
        <p className="muted help">{t('assessment.costLead')}</p>
        {missing && <p className="muted help">{t('assessment.missingCost', { facts: missing })}</p>}
      </div>
    </Panel>
  );
}
