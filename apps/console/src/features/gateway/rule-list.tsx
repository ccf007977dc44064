import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { FieldGroup } from '../../parts/field.tsx';

/** Gateway API, HTTPRoute.spec.rules and GRPCRoute.spec.rules. */
const mostRules = 16;

/** The rules of a route, each with its fields, and a button for one more. */
export function RuleList<R extends object>(props: {
  rules: readonly R[];
  fresh(): R;
  onChange(rules: R[]): void;
  children(rule: R, path: string, change: (changes: Partial<R>) => void): ReactNode;
}) {
  const { t } = useWords();
  const { rules, onChange } = props;
  const change = (index: number, changes: Partial<R>) => onChange(rules.map((rule, at) => (at === index ? { ...rule, ...changes } : rule)));
  const titled = (index: number) => (
    <span className="row">
      {t('gateway.form.rule', { n: index + 1 })}
      <Button size="small" danger onClick={() => onChange(rules.filter((_, at) => at !== index))}>
        {t('gateway.form.removeRule')}
      </Button>
    </span>
  );
  return (
    <>
      {rules.map((rule, index) => (
        <FieldGroup
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule that is being filled in has no other identity
          key={index}
          title={rules.length === 1 ? t('gateway.form.to') : titled(index)}
        >
          {props.children(rule, `spec.rules[${index}]`, (changes) => change(index, changes))}
        </FieldGroup>
      ))}
      <Button style={{ marginBottom: 24 }} disabled={rules.length >= mostRules} onClick={() => onChange([...rules, props.fresh()])}>
        {t('gateway.form.addRule')}
      </Button>
    </>
  );
}
