import type { Step } from '@dizuo/api';
import { useWords, type WordKey } from '../i18n/use-words.ts';
import { useServerWords } from '../parts/server-words.ts';
import { StateIcon } from '../parts/state-tag.tsx';
import type { State } from '../parts/states.ts';
import { Elapsed } from '../parts/when.tsx';

const states: Record<Step['state'], State> = {
  Pending: 'unknown',
  Running: 'progressing',
  Succeeded: 'ready',
  Failed: 'failed',
  Skipped: 'stopped',
};

/** Page shape 4: what is done, what is going on and for how long, what comes next. */
export function RunSteps({ steps }: { steps: readonly Step[] }) {
  const { t, say } = useWords();
  const words = useServerWords();
  if (steps.length === 0) return <p className="muted">{t('parts.steps.none')}</p>;
  const done = steps.filter((step) => step.state === 'Succeeded' || step.state === 'Skipped').length;
  return (
    <div className="stack">
      <p className="muted" aria-live="polite">
        {done === steps.length
          ? t('parts.steps.finished', { all: done })
          : t('parts.steps.progress', { done: done + 1, all: steps.length })}
      </p>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.name}>
            <StateIcon state={states[step.state]} />
            <div>
              <div className="step-head">
                <strong style={step.state === 'Pending' ? { fontWeight: 400 } : {}}>{say(step.title, step.name)}</strong>
                <span className="muted nowrap">
                  {t(`parts.steps.${step.state.toLowerCase()}` as WordKey)}
                  {(step.attempts ?? 1) > 1 && ` · ${t('parts.steps.attempts', { count: step.attempts ?? 1 })}`}
                  {step.startedAt && step.state !== 'Pending' && step.state !== 'Skipped' && (
                    <>
                      {' · '}
                      <Elapsed from={step.startedAt} to={step.finishedAt ?? (step.state === 'Running' ? undefined : step.startedAt)} />
                    </>
                  )}
                </span>
              </div>
              {step.message && (
                <p style={step.state === 'Failed' ? { color: 'var(--failed)' } : { color: 'var(--muted)' }}>{words.told(step)}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
