import { Department } from '@dizuo/api';
import { useParams } from 'react-router';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { PlainSelect } from '../../parts/plain-select.tsx';

/** One department, or all. Left out where the page is about one tenant, whose departments are few. */
export function DepartmentSelect({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useWords();
  const { tenant } = useParams();
  const { items } = useLiveList(Department, { enabled: !tenant });
  if (tenant) return null;
  const options = items
    .filter(({ spec }) => spec.category !== 'external')
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.shortName ?? spec.displayName }));
  return <PlainSelect label={t('assessment.allDepartments')} value={value} options={options} onChange={onChange} />;
}
