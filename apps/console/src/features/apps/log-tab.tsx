import { DownloadOutlined, PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import type { KubeObject, ObjectOf, Workload } from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { Button, Checkbox } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useAddress } from '../../shapes/use-address.ts';
import { type LogLine, useLog } from './use-log.ts';

/** The live log of a workload: choose a replica, pause, search, download. */
export function LogTab({ workload }: { workload: ObjectOf<typeof Workload> & KubeObject }) {
  const { t } = useWords();
  const address = useAddress();
  const { namespace = '', name } = workload.metadata;
  const instance = address.get('instance');
  const query = address.get('find');
  const [paused, setPaused] = useState(false);
  const [only, setOnly] = useState(false);
  const log = useLog(namespace, name, instance, paused);
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  const matches = (line: LogLine) => line.text.toLowerCase().includes(query.toLowerCase());
  const found = query === '' ? 0 : log.lines.filter(matches).length;
  const shown = only && query !== '' ? log.lines.filter(matches) : log.lines;

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines scroll into view unless the reader scrolled up
  useEffect(() => {
    if (atEnd.current && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [shown]);

  return (
    <Panel
      title={t('apps.log.label')}
      extra={
        <>
          <Button icon={paused ? <PlayCircleOutlined /> : <PauseOutlined />} onClick={() => setPaused(!paused)}>
            {t(paused ? 'apps.log.resume' : 'apps.log.pause')}
          </Button>
          <Button onClick={log.clear}>{t('apps.log.clear')}</Button>
          <Button
            icon={<DownloadOutlined />}
            aria-label={t('apps.log.save')}
            title={t('apps.log.save')}
            onClick={() => saveFile(`${name}.log`, 'text/plain', log.lines.map((line) => line.text).join('\n'))}
          />
        </>
      }
    >
      <div className="stack-tight">
        <div className="row">
          <PlainSelect
            label={t('apps.log.all')}
            value={instance}
            onChange={(next) => address.set({ instance: next })}
            options={(workload.status?.instances ?? []).map((i) => ({ value: i.name, label: i.name }))}
          />
          <FilterInput label={t('apps.log.search')} value={query} onChange={(value) => address.set({ find: value })} />
          {query !== '' && (
            <>
              <span className="muted" aria-live="polite">
                {t('apps.log.found', { count: found })}
              </span>
              <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
                {t('apps.log.only')}
              </Checkbox>
            </>
          )}
          {paused && <span className="muted">{t('apps.log.paused', { count: log.waiting })}</span>}
          {!paused && !log.connected && log.lines.length > 0 && <span className="muted">{t('apps.log.ended')}</span>}
        </div>
        {log.error !== undefined && isApiError(log.error) && log.error.code !== 0 && <ErrorNotice error={log.error} />}
        <div
          ref={place}
          className="log"
          role="log"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t('apps.log.label')}
          onScroll={(event) => {
            const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
            atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
          }}
        >
          {shown.length === 0 ? t('apps.log.empty') : shown.map((line) => <Line key={line.number} text={line.text} query={query} />)}
        </div>
      </div>
    </Panel>
  );
}

function Line({ text, query }: { text: string; query: string }) {
  if (query === '') return <div>{text || ' '}</div>;
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return <div>{text || ' '}</div>;
  return (
    <div>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + query.length)}</mark>
      {text.slice(at + query.length)}
    </div>
  );
}
