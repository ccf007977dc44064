import { type ObjectOf, Quota, type ServicePlan } from '@dizuo/api';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { yuanText } from '../../parts/amount.ts';
import { Panel } from '../../parts/panel.tsx';
import { QuotaBar } from '../../parts/quota-bar.tsx';
import { quotaEffect, quoteOf } from '../catalog/quote.ts';

/** What an order costs and what it takes of the quota, as it is filled in. */
export function OrderCost(props: {
  tenant: string;
  plan: ObjectOf<typeof ServicePlan>;
  parameters: Record<string, unknown>;
  months: number | undefined;
}) {
  const { t, language } = useWords();
  const quota = useLiveObject(Quota, { namespace: props.tenant, name: 'default' });
  const { monthly, takes } = quoteOf(props.plan, props.parameters);
  const effect = quotaEffect(quota.object, takes);
  return (
    <Panel title={t('catalog.order.cost')}>
      <div className="stack" aria-live="polite">
        <div className="row-between">
          <span>{t('catalog.order.monthly')}</span>
          <strong style={{ fontSize: 20 }}>{yuanText(monthly, language)}</strong>
        </div>
        {props.months !== undefined && (
          <div className="row-between muted">
            <span>{t('catalog.order.total', { months: props.months })}</span>
            <span>{yuanText(monthly * props.months, language)}</span>
          </div>
        )}
        <strong>{t('catalog.order.takes')}</strong>
        {effect.length === 0 && <span className="muted">{t('catalog.order.takesNothing')}</span>}
        {effect.map((e) => (
          <QuotaBar key={e.resource} resource={e.resource} used={e.used} hard={e.hard} more={e.more} />
        ))}
        {quota.loaded && !quota.object && effect.length > 0 && (
          <span style={{ color: 'var(--pending)' }}>{t('catalog.order.noQuota')}</span>
        )}
        {effect.some((e) => e.over) && (
          <span role="alert" style={{ color: 'var(--failed)' }}>
            {t('catalog.order.overQuota')}
          </span>
        )}
      </div>
    </Panel>
  );
}
