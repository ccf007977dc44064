import { Tag } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { choiceWord } from './choice-word.ts';
import type { SystemObject } from './system-overview.tsx';

/** What it is made of and where it runs. */
export function SystemTechnique({ system }: { system: SystemObject }) {
  const { t } = useWords();
  const { stack = [], hosting, addresses = [] } = system.spec;
  return (
    <div className="columns columns-even">
      <Panel title={t('inventory.group.technique')}>
        {stack.length === 0 && <p className="muted">—</p>}
        <Facts
          of={stack.map((item): [string, React.ReactNode] => [
            t(choiceWord(item.role)),
            <span key={item.name}>
              {item.name} {item.version} {item.domestic && <Tag color="green">{t('inventory.page.domestic')}</Tag>}
            </span>,
          ])}
        />
      </Panel>
      <Panel title={t('inventory.group.hosting')}>
        <Facts
          of={[
            [t('inventory.field.hosting.zone'), hosting?.zone && t(choiceWord(hosting.zone))],
            [t('inventory.field.hosting.place'), hosting?.place],
            [t('inventory.field.addresses'), <Lines key="addresses" of={addresses} />],
            ...(hosting?.hosts ?? []).map((host): [string, React.ReactNode] => [
              host.name,
              <span key={host.name}>
                <span className="mono">{host.address ?? '—'}</span> <span className="muted">{host.use}</span>
              </span>,
            ]),
          ]}
        />
      </Panel>
    </div>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  if (of.length === 0) return '—';
  return (
    <ul className="stack-tight" style={{ gap: 2 }}>
      {of.map((line) => (
        <li key={line} className="mono" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </li>
      ))}
    </ul>
  );
}
