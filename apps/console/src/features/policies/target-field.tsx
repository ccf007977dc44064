import type { PolicyTarget } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import type { DraftForm } from '../../shapes/draft-fields.tsx';
import { valueAt } from '../../shapes/draft-path.ts';
import { targetOf, targetWord } from './policy-kinds.ts';
import type { TargetOption } from './use-targets.ts';

const path = 'spec.targetRefs';

/** What a policy is attached to. */
export function TargetField({ form, options, only = false }: { form: DraftForm; options: readonly TargetOption[]; only?: boolean }) {
  const { t } = useWords();
  const chosen = ((valueAt(form.draft, path) as PolicyTarget[] | undefined) ?? []).map(targetWord);
  const put = (words: readonly string[]) => form.put(path, words.map(targetOf));
  return (
    <Field
      id={path}
      label={t(only ? 'policies.form.target' : 'policies.form.targets')}
      help={only ? undefined : t('policies.form.targetsHelp')}
      required
      error={form.problem(path)}
    >
      {(control) =>
        only ? (
          <Choice
            {...control}
            value={chosen[0] ?? null}
            empty={t('policies.form.noTargets')}
            options={options}
            onChange={(word) => put(word === null ? [] : [word])}
            onBlur={() => form.leave(path)}
          />
        ) : (
          <MultiChoice {...control} values={chosen} options={options} onChange={put} />
        )
      }
    </Field>
  );
}
