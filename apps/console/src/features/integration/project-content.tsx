import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { budgetOf, type ProjectObject } from './project-values.ts';
import { moneyText } from './system-marks.tsx';
import { useDepartmentNames } from './use-department-names.ts';
import { useSystemNames } from './use-system-names.ts';

/** What a project asks for, with its budget. */
export function ProjectContent({ project }: { project: ProjectObject }) {
  const { t, language } = useWords();
  const department = useDepartmentNames();
  const { spec, metadata } = project;
  const system = useSystemNames(metadata.namespace ?? '', [...(spec.systemRefs ?? []), ...(spec.replaces ?? [])]);
  const listed = (words: readonly string[] | undefined) => (words?.length ? words.join('、') : undefined);
  const dates = spec.startsOn || spec.endsOn ? `${spec.startsOn ?? '…'} — ${spec.endsOn ?? '…'}` : undefined;
  const fact = (label: string, value: React.ReactNode): [string, React.ReactNode] | false => (value ? [label, value] : false);
  return (
    <div className="stack">
      <Facts
        of={[
          [t('project.department'), department(spec.departmentRef)],
          [t('project.category'), t(`project.categories.${spec.category}`)],
          [
            t('project.form.purpose'),
            <span key="purpose" style={{ whiteSpace: 'pre-wrap' }}>
              {spec.purpose}
            </span>,
          ],
          fact(`${t('project.form.startsOn')} — ${t('project.form.endsOn')}`, dates),
          fact(t('project.form.functions'), listed(spec.functions)),
          fact(t('project.form.data'), listed(spec.dataCodes)),
          fact(t('project.form.lines'), listed(spec.linesOfBusiness)),
          fact(t('project.form.systems'), listed(spec.systemRefs?.map(system))),
          [t('project.form.newSystems'), spec.newSystems ?? 0],
          fact(t('project.form.moduleOf'), spec.moduleOf),
          fact(t('project.form.replaces'), listed(spec.replaces?.map(system))),
          fact(t('project.form.exception'), spec.exceptionRef),
          fact(t('inventory.group.technique'), listed(spec.stack?.map(({ name, version = '' }) => `${name} ${version}`.trim()))),
          fact(t('project.form.standards'), listed(spec.standards)),
          [t('project.sentBy'), spec.requester],
        ]}
      />
      <table className="table table-dense">
        <caption className="visually-hidden">{t('project.budget')}</caption>
        <thead>
          <tr>
            <th>{t('project.item')}</th>
            <th>{t('project.kind')}</th>
            <th>{t('project.component')}</th>
            <th className="number">{t('project.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {spec.budget.map((line) => (
            <tr key={line.name}>
              <td>{line.name}</td>
              <td className="nowrap">{t(`project.kinds.${line.kind}`)}</td>
              <td>{line.component ?? '—'}</td>
              <td className="number">{moneyText(line.amount, language)}</td>
            </tr>
          ))}
          <tr>
            <td colSpan={3}>
              <strong>{t('project.total')}</strong>
            </td>
            <td className="number">
              <strong>{moneyText(budgetOf(spec), language)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
