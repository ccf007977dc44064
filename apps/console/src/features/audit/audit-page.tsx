import { Tenant } from '@dizuo/api';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { auditEntries } from '../../data/audit.ts';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { AuditRows } from '../../shapes/audit-rows.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { SealsPanel } from './seals-panel.tsx';
import { VerifyPanel } from './verify-panel.tsx';

const outcomes = ['allowed', 'denied', 'failed'] as const;
const texts = ['principal', 'resource', 'name'] as const;

/** The audit: search whose terms are in the address, the seals, and a check in front of the reader. */
export function AuditPage() {
  const { t } = useWords();
  const address = useAddress();
  const tenants = useLiveList(Tenant);
  const show = address.get('show') || 'entries';
  const query = {
    principal: address.get('principal') || undefined,
    resource: address.get('resource') || undefined,
    name: address.get('name') || undefined,
    namespace: address.get('namespace') || undefined,
    outcome: address.get('outcome') || undefined,
  };
  const filtered = Object.values(query).some((value) => value !== undefined);
  return (
    <div className="page stack">
      <PageHead title={t('audit.title')} lead={t('audit.lead')} />
      <VerifyPanel />
      <TabBar
        label={t('audit.title')}
        active={show}
        onChange={(key) => address.set({ show: key === 'entries' ? undefined : key })}
        items={[
          { key: 'entries', label: t('audit.entries') },
          { key: 'seals', label: t('audit.seals') },
        ]}
      />
      {show === 'seals' ? (
        <SealsPanel />
      ) : (
        <div className="panel">
          <div className="filters">
            {texts.map((key) => (
              <TermField key={key} label={t(`audit.${key}`)} value={query[key] ?? ''} onSend={(value) => address.set({ [key]: value })} />
            ))}
            <PlainSelect
              label={t('audit.namespace')}
              value={query.namespace ?? ''}
              options={tenants.items.map((x) => ({ value: x.metadata.name, label: x.spec.displayName }))}
              onChange={(namespace) => address.set({ namespace })}
            />
            <PlainSelect
              label={t('audit.outcome')}
              value={query.outcome ?? ''}
              options={outcomes.map((o) => ({ value: o, label: t(`audit.outcomes.${o}`) }))}
              onChange={(outcome) => address.set({ outcome })}
            />
            {filtered && (
              <Button
                onClick={() =>
                  address.set({ principal: undefined, resource: undefined, name: undefined, namespace: undefined, outcome: undefined })
                }
              >
                {t('audit.clear')}
              </Button>
            )}
          </div>
          <AuditRows withObject queryKey={['audit-all', query]} load={(before) => auditEntries({ ...query, limit: 50, before })} />
        </div>
      )}
    </div>
  );
}

/** A term that is searched for when Enter is pressed or the field is left. */
function TermField({ label, value, onSend }: { label: string; value: string; onSend(value: string | undefined): void }) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (sent !== value) {
    setSent(value);
    setText(value);
  }
  const send = () => {
    if (text.trim() !== value) onSend(text.trim() || undefined);
  };
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width: 180 }}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '' && value !== '') onSend(undefined);
      }}
      onPressEnter={send}
      onBlur={send}
    />
  );
}
