import { counts, type InformationSystem, type KubeObject, type ObjectOf } from '@dizuo/api';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { choiceWord } from './choice-word.ts';
import { moneyText, numberText } from './system-marks.tsx';
import { systemPath } from './systems.ts';

export type SystemObject = ObjectOf<typeof InformationSystem> & KubeObject;

/** What it is for, its use, its contract and money, and how it stands to the ledger. */
export function SystemOverview({ system, departmentName }: { system: SystemObject; departmentName(name: string): string }) {
  const { t, language } = useWords();
  const { spec, metadata, status } = system;
  const { use, contract, cost, security } = spec;
  const money = (amount: number | undefined) => moneyText(amount, language);
  return (
    <div className="columns columns-even">
      <Panel title={t('inventory.group.basic')}>
        <Facts
          of={[
            [t('parts.object.identifier'), <Identifier key="name" text={metadata.name} />],
            [t('inventory.field.departmentRef'), departmentName(spec.departmentRef)],
            [t('inventory.field.linesOfBusiness'), <Words key="lines" of={spec.linesOfBusiness} />],
            [t('inventory.field.functions'), <Words key="functions" of={spec.functions} />],
            spec.serviceItems?.length ? [t('inventory.field.serviceItems'), <Words key="items" of={spec.serviceItems} />] : undefined,
            [t('inventory.field.description'), spec.description],
            [t('inventory.field.contact'), spec.contact],
          ]}
        />
      </Panel>
      <Panel title={t('inventory.group.ledger')}>
        <Facts of={ledgerFacts(system, departmentName, t)} />
      </Panel>
      <Panel title={t('inventory.group.use')}>
        <Facts
          of={[
            [t('inventory.field.use.audience'), <Words key="audience" of={use?.audience?.map((who) => t(choiceWord(who)))} />],
            [t('inventory.field.use.accounts'), numberText(use?.accounts)],
            [t('inventory.field.use.monthlyActive'), numberText(use?.monthlyActive)],
            [t('inventory.field.use.yearlyCases'), numberText(use?.yearlyCases)],
            [t('inventory.field.commissionedOn'), spec.commissionedOn],
            [t('inventory.field.lastActiveOn'), spec.lastActiveOn],
            status?.lastSeenAt ? [t('inventory.page.lastSeen'), <When key="seen" at={status.lastSeenAt} />] : undefined,
          ]}
        />
      </Panel>
      <Panel title={t('inventory.group.contract')}>
        <Facts
          of={[
            [t('inventory.field.contract.vendor'), contract?.vendor],
            contract?.maintainer ? [t('inventory.field.contract.maintainer'), contract.maintainer] : undefined,
            [t('inventory.field.contract.number'), contract?.number],
            [t('inventory.field.contract.startsOn'), contract?.startsOn],
            [t('inventory.field.contract.endsOn'), contract?.endsOn],
            [t('inventory.field.cost.built'), money(cost?.built)],
            [t('inventory.field.cost.yearlyMaintenance'), money(cost?.yearlyMaintenance)],
            [t('inventory.field.cost.yearlyHosting'), money(cost?.yearlyHosting)],
            [t('inventory.field.cost.yearlyLicences'), money(cost?.yearlyLicences)],
          ]}
        />
      </Panel>
      <Panel title={t('inventory.group.security')}>
        <Facts
          of={[
            [t('inventory.field.security.grade'), security?.grade],
            [t('inventory.field.security.gradedOn'), security?.gradedOn],
            [t('inventory.field.security.openIssues'), security?.openIssues],
          ]}
        />
      </Panel>
    </div>
  );
}

function ledgerFacts(
  { metadata, spec }: SystemObject,
  departmentName: (name: string) => string,
  t: ReturnType<typeof useWords>['t'],
): Fact[] {
  const link = (name: string): ReactNode => (
    <Link key={name} to={systemPath(metadata.namespace ?? '', name)}>
      {name}
    </Link>
  );
  return [
    [
      t('inventory.systems.counted'),
      counts(spec) ? t('inventory.page.countedIn', { department: departmentName(spec.countedIn ?? '') }) : t('inventory.page.notCounted'),
    ],
    spec.moduleOf && [
      t('inventory.group.ledger'),
      t('inventory.page.moduleOf', { system: spec.moduleOf.largeSystemRef, module: spec.moduleOf.module }),
    ],
    spec.replacedBy ? [t('inventory.page.notCounted'), t('inventory.page.replacedBy', { name: spec.replacedBy })] : undefined,
    spec.replaces?.length
      ? [
          t('inventory.field.replaces'),
          <span key="replaces" className="row">
            {spec.replaces.map(link)}
          </span>,
        ]
      : undefined,
  ];
}

function Words({ of }: { of: readonly string[] | undefined }) {
  if (!of?.length) return '—';
  return (
    <span className="row" style={{ gap: 4 }}>
      {of.map((word) => (
        <Tag key={word} variant="filled" style={{ margin: 0 }}>
          {word}
        </Tag>
      ))}
    </span>
  );
}
