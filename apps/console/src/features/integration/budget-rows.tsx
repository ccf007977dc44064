import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import { type FieldForm, TextField } from '../../parts/text-field.tsx';
import { type BudgetLine, budgetKinds, budgetOf } from './project-values.ts';
import { moneyText } from './system-marks.tsx';

/** Lines of a budget with their sum. */
export function BudgetRows(props: { lines: readonly BudgetLine[]; form: FieldForm; onChange(lines: BudgetLine[]): void }) {
  const { t, language } = useWords();
  const { lines, form } = props;
  const put = (index: number, changes: Partial<BudgetLine>) =>
    props.onChange(lines.map((line, i) => (i === index ? { ...line, ...changes } : line)));
  return (
    <div className="stack">
      {lines.map((line, index) => {
        const path = `spec.budget[${index}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name until it is filled in
          <div key={index} className="panel panel-body">
            <div className="form-row">
              <TextField
                form={form}
                path={`${path}.name`}
                label={t('project.item')}
                required
                maxLength={100}
                value={line.name}
                onChange={(name) => put(index, { name })}
              />
              <Field id={`${path}.kind`} label={t('project.kind')} error={form.problem(`${path}.kind`)}>
                {(control) => (
                  <Choice
                    {...control}
                    value={line.kind}
                    options={budgetKinds.map((value) => ({ value, label: t(`project.kinds.${value}`) }))}
                    onChange={(kind) => kind && put(index, { kind })}
                  />
                )}
              </Field>
              <TextField
                form={form}
                path={`${path}.component`}
                label={t('project.component')}
                maxLength={100}
                value={line.component ?? ''}
                onChange={(component) => put(index, { component })}
              />
              <Field id={`${path}.amount`} label={t('project.form.amountYuan')} required error={form.problem(`${path}.amount`)}>
                {(control) => (
                  <NumberInput
                    {...control}
                    min={0}
                    value={line.amount}
                    onChange={(amount) => put(index, { amount } as Partial<BudgetLine>)}
                    onBlur={() => form.leave(`${path}.amount`)}
                  />
                )}
              </Field>
            </div>
            {lines.length > 1 && (
              <Button size="small" icon={<DeleteOutlined />} onClick={() => props.onChange(lines.filter((_, i) => i !== index))}>
                {t('project.form.removeItem')}
              </Button>
            )}
          </div>
        );
      })}
      <div className="row-between">
        <Button icon={<PlusOutlined />} onClick={() => props.onChange([...lines, { name: '', kind: 'software' } as BudgetLine])}>
          {t('project.form.addItem')}
        </Button>
        <strong>
          {t('project.total')} {moneyText(budgetOf({ budget: [...lines] }), language)}
        </strong>
      </div>
    </div>
  );
}
