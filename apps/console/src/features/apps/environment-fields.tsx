import { DeleteOutlined } from '@ant-design/icons';
import { Secret } from '@dizuo/api';
import { Button } from 'antd';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { PlainInput } from '../../parts/plain-input.tsx';
import type { EnvironmentRow } from './workload-values.ts';

/** Keys that every binding's Secret has. */
const bindingKeys = ['uri', 'host', 'port', 'database', 'username', 'password'];

/** Environment variables: plain values, and values taken from a Secret. */
export function EnvironmentFields(props: {
  tenant: string;
  rows: readonly EnvironmentRow[];
  problem(path: string): string | undefined;
  onLeave(path: string): void;
  onChange(rows: EnvironmentRow[]): void;
}) {
  const { t } = useWords();
  const secrets = useLiveList(Secret, { namespace: props.tenant });
  const { rows, problem, onChange, onLeave } = props;
  const change = (index: number, changes: Partial<EnvironmentRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  const add = (from: EnvironmentRow['from']) =>
    onChange([...rows, { name: '', from, value: '', secret: '', key: from === 'secret' ? 'uri' : '' }]);

  return (
    <>
      {rows.map((row, index) => {
        const path = `spec.env[${index}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable being filled in has no other identity
          <div key={index} className="environment">
            <Field id={`${path}.name`} label={t('apps.deploy.variable')} error={problem(`${path}.name`)}>
              {(control) => (
                <PlainInput
                  {...control}
                  mono
                  value={row.name}
                  onChange={(text) => change(index, { name: text })}
                  onBlur={() => onLeave(`${path}.name`)}
                />
              )}
            </Field>
            {row.from === 'value' ? (
              <Field id={`${path}.value`} label={t('apps.deploy.value')} error={problem(`${path}.value`)}>
                {(control) => <PlainInput {...control} mono value={row.value} onChange={(text) => change(index, { value: text })} />}
              </Field>
            ) : (
              <div className="columns columns-even" style={{ gap: 12 }}>
                <Field id={`${path}.secretKeyRef.name`} label={t('apps.deploy.secret')} error={problem(`${path}.secretKeyRef.name`)}>
                  {(control) => (
                    <Choice
                      {...control}
                      value={row.secret || null}
                      empty={t('apps.deploy.noSecrets')}
                      onChange={(secret: string | null) => change(index, { secret: secret ?? '' })}
                      onBlur={() => onLeave(`${path}.secretKeyRef.name`)}
                      options={secrets.items.map((s) => ({ value: s.metadata.name, label: s.metadata.name }))}
                    />
                  )}
                </Field>
                <Field id={`${path}.secretKeyRef.key`} label={t('apps.deploy.key')} error={problem(`${path}.secretKeyRef.key`)}>
                  {(control) => (
                    <PlainInput
                      {...control}
                      mono
                      list="binding-keys"
                      value={row.key}
                      onChange={(text) => change(index, { key: text })}
                      onBlur={() => onLeave(`${path}.secretKeyRef.key`)}
                    />
                  )}
                </Field>
              </div>
            )}
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={`${t('apps.deploy.remove')} ${row.name}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      <datalist id="binding-keys">
        {bindingKeys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <div className="row" style={{ marginBottom: 18 }}>
        <Button onClick={() => add('value')}>{t('apps.deploy.addPlain')}</Button>
        <Button onClick={() => add('secret')}>{t('apps.deploy.addSecret')}</Button>
      </div>
    </>
  );
}
