import { type DecisionRow, Disposition, type PlanAnswer } from '@dizuo/api';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';

const out = '-';

/** Puts systems into a wave, or takes them out: many at once. */
export function PlanAssign({ plan, onChanged }: { plan: PlanAnswer; onChanged(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [source, setSource] = useState('');
  const [target, setTarget] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ name: string; count: number; error: unknown }>();
  const shown: readonly DecisionRow[] = plan.waves.find(({ name }) => name === source)?.items ?? plan.unplanned;
  const open = shown.filter(({ phase }) => phase !== 'Done');
  const picked = open.filter(({ key }) => chosen.has(key));

  const put = async () => {
    setBusy(true);
    setFailed(undefined);
    const answers = await Promise.allSettled(
      picked.map(({ namespace, name }) =>
        // In merge patches `null` takes a field out.
        client.objects(Disposition).patch({ namespace, name }, { spec: { wave: target === out ? null : target } } as never),
      ),
    );
    setBusy(false);
    const wrong = answers.flatMap((answer, i) =>
      answer.status === 'rejected' ? [{ name: picked[i]?.displayName ?? '', error: answer.reason as unknown }] : [],
    );
    if (wrong[0]) setFailed({ ...wrong[0], count: wrong.length });
    if (answers.length > wrong.length) message.success(t('plan.assigned', { n: answers.length - wrong.length }));
    setChosen(new Set());
    onChanged();
  };
  const waves = plan.waves.map(({ name, displayName }) => ({ value: name, label: displayName }));
  return (
    <Panel flush title={t('plan.assign')}>
      <div className="filters">
        <PlainSelect
          label={t('plan.unplanned')}
          value={source}
          options={waves}
          onChange={(value) => {
            setSource(value);
            setChosen(new Set());
          }}
        />
        <PlainSelect
          label={t('plan.target')}
          value={target}
          options={[...waves.filter(({ value }) => value !== source), ...(source ? [{ value: out, label: t('plan.out') }] : [])]}
          onChange={setTarget}
        />
        <Button type="primary" loading={busy} disabled={picked.length === 0 || !target} onClick={() => void put()}>
          {t('plan.into', { n: picked.length })}
        </Button>
      </div>
      {failed && (
        <div style={{ padding: '0 16px 12px' }}>
          <p>{t('plan.failed', { n: failed.count, name: failed.name })}</p>
          <ErrorNotice error={failed.error} />
        </div>
      )}
      {open.length === 0 && <EmptyStart title={t('plan.noneHere')} />}
      <ul className="rows" style={{ maxHeight: 400, overflowY: 'auto' }}>
        {open.map((row) => (
          <li key={row.key}>
            <Checkbox
              checked={chosen.has(row.key)}
              onChange={(event) =>
                setChosen((before) =>
                  event.target.checked ? new Set([...before, row.key]) : new Set([...before].filter((key) => key !== row.key)),
                )
              }
            >
              {row.displayName} <span className="muted">{row.way && t(`assessment.way.${row.way}`)}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {open.length > 0 && <p className="panel-body muted">{t('plan.assignLead')}</p>}
    </Panel>
  );
}
