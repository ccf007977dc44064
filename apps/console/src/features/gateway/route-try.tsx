import type { AskedDraft, DraftRefusal } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import type { AskedValues } from './asked-values.ts';
import { explainDraft } from './explain-route.ts';

const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));

interface RouteTryProps {
  tenant: string;
  /** What saving would write and remove; undefined where the form is not filled in. */
  draft: AskedDraft['draft'] | undefined;
  /** What is asked at first. */
  start: Partial<AskedValues>;
  /** Shows what of the form is missing. */
  onIncomplete(): void;
}

/** Beside the form of a route: which rule would serve a request if the form were saved, and why. Nothing is written. */
export function RouteTry({ tenant, draft, start, onIncomplete }: RouteTryProps) {
  const { t } = useWords();
  const words = useServerWords();
  const [first, setFirst] = useState<Partial<AskedValues>>();
  const [told, setTold] = useState<{ of: string; refusals: DraftRefusal[] }>();
  const isOpen = draft !== undefined && first !== undefined;
  const now = JSON.stringify(draft);
  return (
    <div className="stack">
      <Panel title={t('gateway.try.title')}>
        <div className="stack-tight">
          <span>{t('gateway.try.lead')}</span>
          {!isOpen && (
            <span>
              <Button onClick={() => (draft ? setFirst(first ?? start) : onIncomplete())}>{t('gateway.try.open')}</Button>
            </span>
          )}
          {isOpen && told && told.of !== now && <span className="muted">{t('gateway.try.changed')}</span>}
          {isOpen &&
            told?.refusals.map((refusal) => (
              <div key={refusal.message} className="notice" role="status">
                {words.told(refusal)}
              </div>
            ))}
        </div>
      </Panel>
      {isOpen && (
        <Suspense>
          <ExplainBox
            tenant={tenant}
            start={first}
            explain={async (asked) => {
              setTold(undefined);
              const answer = await explainDraft(tenant, draft)(asked);
              setTold({ of: now, refusals: answer.refusals ?? [] });
              return answer;
            }}
            onAsked={setFirst}
          />
        </Suspense>
      )}
    </div>
  );
}
