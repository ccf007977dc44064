import { ProcessDefinition, ProcessInstance } from '@dizuo/api';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateIcon } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';

const BpmnDiagram = lazy(() => import('./bpmn-diagram.tsx').then((m) => ({ default: m.BpmnDiagram })));

/** A run of a process: its diagram with the current step lit, and what happened so far. */
export function ProcessPanel({ namespace, name }: { namespace: string; name: string | undefined }) {
  const { t } = useWords();
  const run = useLiveObject(ProcessInstance, { namespace, name: name ?? '' }, name !== undefined);
  const definitionName = run.object?.spec.definitionRef;
  const definition = useLiveObject(ProcessDefinition, { name: definitionName ?? '' }, definitionName !== undefined);
  const history = run.object?.status?.history ?? [];
  const current = run.object?.status?.activeElements ?? [];
  const words: Record<string, WordKey> = {
    approve: 'approval.outcome.approve',
    reject: 'approval.outcome.reject',
    sendBack: 'approval.outcome.sendBack',
    submit: 'approval.outcome.submit',
  };
  const outcomeWord = (outcome: string) => (words[outcome] ? t(words[outcome]) : outcome);
  const named = history.filter((entry) => entry.name);

  return (
    <Panel title={t('approval.order.process')}>
      {(run.error ?? definition.error) && !definition.object && <ErrorNotice error={run.error ?? definition.error} />}
      {!name && <p className="muted">{t('approval.order.noProcess')}</p>}
      {name && !run.loaded && !run.error && <Skeleton active />}
      {definition.object && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
          <BpmnDiagram xml={definition.object.spec.bpmn} current={current} done={history.filter((h) => h.leftAt).map((h) => h.elementId)} />
        </Suspense>
      )}
      {named.length > 0 && (
        <ol className="steps" style={{ marginTop: 20 }}>
          {named.map((entry) => (
            <li key={`${entry.elementId} ${entry.enteredAt}`}>
              <StateIcon state={entry.leftAt ? 'ready' : 'progressing'} />
              <div>
                <div className="step-head">
                  <strong>{entry.name}</strong>
                  <span className="muted">
                    <When at={entry.leftAt ?? entry.enteredAt} />
                  </span>
                </div>
                {(entry.by || entry.outcome) && (
                  <div>{[entry.by, entry.outcome && outcomeWord(entry.outcome)].filter(Boolean).join(' · ')}</div>
                )}
                {entry.comment && <p className="muted">{entry.comment}</p>}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
