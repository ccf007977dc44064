import { Disposition, InformationSystem } from '@dizuo/api';
import { Link } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SystemAssessmentTab } from '../integration/system-assessment.tsx';
import { moneyText, numberText } from '../integration/system-marks.tsx';
import { systemPath } from '../integration/systems.ts';
import { useDepartmentNames } from '../integration/use-department-names.ts';
import { SubjectMissing, type SubjectProps } from './subject-missing.tsx';

/** What shall become of a system: the proposal, the system, and what the assessment says of it with the cost. */
export function TaskDisposition({ tenant, name }: SubjectProps) {
  const { t, language } = useWords();
  const department = useDepartmentNames();
  const { object, loaded } = useLiveObject(Disposition, { namespace: tenant, name });
  const systemRef = object?.spec.systemRef ?? name;
  const { object: system } = useLiveObject(InformationSystem, { namespace: tenant, name: systemRef }, object !== undefined);
  if (!object) return <SubjectMissing loaded={loaded} />;
  const { way, merge, connect, reason, wave, startsOn, endsOn, dependsOn = [], proposer } = object.spec;
  const { proposed } = object.status ?? {};
  const cost = system?.spec.cost;
  const upkeep = (cost?.yearlyMaintenance ?? 0) + (cost?.yearlyHosting ?? 0) + (cost?.yearlyLicences ?? 0);
  return (
    <>
      <Panel title={t('approval.disposition.title')} extra={<Link to={`/gov/decisions/${tenant}/${name}`}>{t('approval.task.open')}</Link>}>
        <Facts
          of={[
            [
              t('approval.disposition.system'),
              <Link key="system" to={systemPath(tenant, systemRef)}>
                {object.spec.displayName ?? systemRef}
              </Link>,
            ],
            [t('approval.disposition.way'), <strong key="way">{t(`assessment.way.${way}`)}</strong>],
            proposed ? [t('approval.disposition.proposed'), t(`assessment.way.${proposed}`)] : undefined,
            merge
              ? [
                  t('approval.disposition.into'),
                  <Link key="into" to={`/gov/large-systems/${tenant}/${merge.largeSystemRef}`}>
                    {merge.largeSystemRef} · {merge.module}
                  </Link>,
                ]
              : undefined,
            connect ? [t('approval.disposition.host'), `${connect.host}${connect.path ?? ''} → ${connect.address}`] : undefined,
            [
              t('approval.disposition.reason'),
              <span key="reason" style={{ whiteSpace: 'pre-wrap' }}>
                {reason}
              </span>,
            ],
            wave ? [t('approval.disposition.wave'), wave] : undefined,
            startsOn || endsOn ? [t('approval.disposition.dates'), `${startsOn ?? '…'} — ${endsOn ?? '…'}`] : undefined,
            dependsOn.length > 0 ? [t('approval.disposition.after'), dependsOn.join('、')] : undefined,
            [t('approval.disposition.proposer'), proposer],
          ]}
        />
      </Panel>
      {system && (
        <Panel title={t('approval.disposition.system')}>
          <Facts
            of={[
              [t('inventory.field.departmentRef'), department(system.spec.departmentRef)],
              [t('inventory.field.functions'), system.spec.functions?.join('、')],
              [t('inventory.field.use.monthlyActive'), numberText(system.spec.use?.monthlyActive)],
              [t('inventory.field.contract.endsOn'), system.spec.contract?.endsOn],
              [t('inventory.systems.cost'), moneyText(upkeep, language)],
            ]}
          />
        </Panel>
      )}
      <SystemAssessmentTab systemKey={`${tenant}/${systemRef}`} />
    </>
  );
}
