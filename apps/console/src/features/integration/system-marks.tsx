import type { SystemRow } from '@dizuo/api';
import { Tag } from 'antd';
import type { Speech } from '../../i18n/use-words.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { State } from '../../parts/states.ts';

/** Only what the district may change stands out; city and national systems are grey. */
export function LevelTag({ level }: { level: string }) {
  const { t } = useWords();
  const own = level === 'district' || level === 'unit';
  return (
    <Tag variant="filled" {...(own ? { color: 'blue' } : {})}>
      {t(`inventory.levels.${level as 'city'}`)}
    </Tag>
  );
}

const lifecycleStates: Record<string, State> = { running: 'ready', planned: 'pending', suspended: 'stopped', retired: 'stopped' };

export function lifecycleState(lifecycle: string, { t }: Pick<Speech, 't'>): { state: State; word: string } {
  return { state: lifecycleStates[lifecycle] ?? 'unknown', word: t(`inventory.lifecycles.${lifecycle as 'running'}`) };
}

/** The day on which a contract ends; what is over or near stands out. */
export function ContractEnd({ row }: { row: Pick<SystemRow, 'contract' | 'contractEndsOn'> }) {
  const { t } = useWords();
  if (!row.contractEndsOn) return <span className="muted">—</span>;
  const colour = row.contract === 'over' ? 'var(--failed)' : row.contract === 'within90' ? 'var(--degraded)' : undefined;
  return (
    <span className="nowrap" style={colour ? { color: colour } : {}} title={t(`inventory.contracts.${row.contract}`)}>
      {row.contractEndsOn}
    </span>
  );
}

/** Yuan without cents. */
export function moneyText(amount: number | undefined, language: string): string {
  if (amount === undefined) return '—';
  const format = { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language, format).format(amount);
}

export const numberText = (value: number | undefined): string => (value === undefined ? '—' : new Intl.NumberFormat('en').format(value));
