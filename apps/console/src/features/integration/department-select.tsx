import type { AssessmentOverview } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** One of the departments that have systems which the reader may see, or all. */
export function DepartmentSelect({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useWords();
  const name = useDepartmentNames();
  const { data } = useAssessment<AssessmentOverview>('');
  const options = (data?.departments ?? []).map(({ departmentRef }) => ({ value: departmentRef, label: name(departmentRef) }));
  return options.length > 1 ? (
    <PlainSelect label={t('assessment.allDepartments')} value={value} options={options} onChange={onChange} />
  ) : null;
}
