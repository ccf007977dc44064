import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { verifyAudit } from '../../data/audit.ts';
import { useWords } from '../../i18n/use-words.ts';
import { durationText, exactText } from '../../parts/duration.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateIcon } from '../../parts/state-tag.tsx';

/** Checks the whole audit while the reader looks on. */
export function VerifyPanel() {
  const words = useWords();
  const { t, language } = words;
  const check = useMutation({
    mutationFn: async () => {
      const began = performance.now();
      const result = await verifyAudit();
      return { ...result, took: performance.now() - began, at: Date.now() };
    },
  });
  const { data } = check;
  return (
    <Panel>
      <div className="stack">
        <div className="row-between">
          <div className="row" style={{ flex: 1, minWidth: 240, flexWrap: 'nowrap' }} aria-live="polite">
            {check.isPending && <StateIcon state="progressing" />}
            {data && <StateIcon state={data.ok ? 'ready' : 'failed'} />}
            <div>
              {check.isPending && t('audit.verifying')}
              {!check.isPending && !data && <span className="muted">{t('audit.verifyHint')}</span>}
              {data && !check.isPending && (
                <>
                  <strong>
                    {data.ok
                      ? t('audit.verified', { rows: data.rows, seals: data.seals })
                      : t('audit.broken', { count: data.problems.length })}
                  </strong>
                  <div className="muted">
                    {t('audit.took', { time: durationText(Math.max(1000, data.took), words), at: exactText(data.at, language) })}
                  </div>
                </>
              )}
            </div>
          </div>
          <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
            {t('audit.verify')}
          </Button>
        </div>
        {data && data.problems.length > 0 && (
          <pre className="code">
            {data.problems.map((problem) => (typeof problem === 'string' ? problem : JSON.stringify(problem))).join('\n')}
          </pre>
        )}
        {check.error && <ErrorNotice error={check.error} />}
      </div>
    </Panel>
  );
}
