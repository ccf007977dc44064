import { useWords } from '../i18n/use-words.ts';
import { amountText, resourceWord } from './amount.ts';

/** Used against hard as a bar; `more` is what a pending order would add. */
export function QuotaBar({ resource, used, hard, more = 0 }: { resource: string; used: number; hard: number | undefined; more?: number }) {
  const words = useWords();
  const { t } = words;
  const text = (amount: number) => amountText(resource, amount, words);
  const limit = hard ?? 0;
  const over = hard !== undefined && used + more > limit;
  const percent = (amount: number) => `${limit > 0 ? Math.min(100, (amount / limit) * 100) : amount > 0 ? 100 : 0}%`;
  const numbers = {
    used: text(used),
    after: text(used + more),
    hard: hard === undefined ? t('parts.quota.unlimited') : text(limit),
  };
  return (
    <div className="stack-tight" style={{ gap: 4 }}>
      <div className="row-between" style={{ gap: 8 }}>
        <span>{resourceWord(resource, words)}</span>
        <span className="muted">{t(more > 0 ? 'parts.quota.after' : 'parts.quota.used', numbers)}</span>
      </div>
      <div className="bar" aria-hidden>
        <i className={over && more === 0 ? 'over' : ''} style={{ width: percent(used) }} />
        {more > 0 && (
          <i className={over ? 'over' : 'more'} style={{ width: percent(Math.min(more, Math.max(limit - used, limit * 0.02))) }} />
        )}
      </div>
      {over && (
        <span className="row" style={{ color: 'var(--failed)' }}>
          {t('parts.quota.over', { over: text(used + more - limit) })}
        </span>
      )}
    </div>
  );
}
