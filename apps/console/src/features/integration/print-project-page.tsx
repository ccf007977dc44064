import { ItProject } from '@dizuo/api';
import { useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { PrintSheet, SignatureLines } from '../printing/print-sheet.tsx';
import { wan } from './amounts.ts';
import { verdict } from './project-checks.tsx';
import { ProjectContent } from './project-content.tsx';
import type { ProjectObject } from './project-values.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** A project's checks as the paper that its approver signs. */
export function PrintProjectPage() {
  const { t, language } = useWords();
  const { tenant = '', project = '' } = useParams();
  const live = useLiveObject(ItProject, { namespace: tenant, name: project });
  const department = useDepartmentNames();
  const { object } = live;
  const checked = object?.status?.checkedAt;
  const at = checked ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(checked)) : '—';
  return (
    <PrintSheet
      title={t('project.report.title')}
      subtitle={
        object ? t('project.report.subtitle', { department: department(object.spec.departmentRef), name: object.spec.displayName }) : ''
      }
      source={t('project.report.source', { name: project, generation: object?.metadata.generation ?? 0, at })}
      of={[live]}
    >
      {object && (
        <>
          <CheckTable project={object} />
          <h2>{t('project.content')}</h2>
          <ProjectContent project={object} />
          <h2>{t('project.report.decision')}</h2>
          <Decision project={object} />
        </>
      )}
      <SignatureLines posts={[t('project.report.applicant'), t('project.report.approver')]} />
    </PrintSheet>
  );
}

function CheckTable({ project }: { project: ProjectObject }) {
  const words = useWords();
  const { t, say } = words;
  const checks = project.status?.checks ?? [];
  return (
    <>
      <h2>{t('project.result')}</h2>
      <p>{checks.length > 0 ? verdict(checks, words) : t('project.checking')}</p>
      <table>
        <thead>
          <tr>
            <th>{t('project.checks')}</th>
            <th>{t('project.result')}</th>
            <th>{t('project.report.basis')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr key={check.name}>
              <th>{t(`project.check.${check.name}`)}</th>
              <td className="nowrap">{t(`project.outcome.${check.result}`)}</td>
              <td>
                {say(check.message)}
                {check.saves !== undefined && <div>{t('project.saves', { amount: wan(check.saves, words) })}</div>}
                {check.refs && <div>{check.refs.map(({ displayName, name }) => displayName ?? name).join('、')}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Decision({ project }: { project: ProjectObject }) {
  const { t, language } = useWords();
  const decisions = project.status?.decisions ?? [];
  if (decisions.length === 0) return <p>{t('project.report.noDecision')}</p>;
  const day = (at: string) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
  return (
    <ul>
      {decisions.map(({ by, at, outcome, comment }) => (
        <li key={at}>
          {t('project.report.decided', { who: by, outcome: t(`approval.outcome.${outcome}`), at: day(at) })}
          {comment && <div>{comment}</div>}
        </li>
      ))}
    </ul>
  );
}
