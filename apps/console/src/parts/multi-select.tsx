import { Select } from 'antd';
import type { MultiChoiceProps } from './multi-choice.tsx';

/** Several of many, with search. */
export function MultiSelect<V extends string>({ tags = false, ...props }: MultiChoiceProps<V>) {
  const { values, options, onChange, ...control } = props;
  return (
    <Select
      {...control}
      autoFocus
      defaultOpen={!tags}
      mode={tags ? 'tags' : 'multiple'}
      showSearch={{ optionFilterProp: 'label' }}
      value={[...values]}
      options={[...options]}
      onChange={(chosen: V[]) => onChange(chosen)}
      {...(tags ? { tokenSeparators: [',', '，', '、'] } : {})}
    />
  );
}
