import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { type ImportAnswer, inventoryPath, Tenant } from '@dizuo/api';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { saveAnswer } from './save-answer.ts';
import { ownTenants } from './systems.ts';
import { WorkbookDuplicates } from './workbook-duplicates.tsx';
import { WorkbookProblems } from './workbook-problems.tsx';

type Step = 'checking' | 'importing' | undefined;

/** Systems by Excel: the template, a check that changes nothing, what is wrong or double, and then all of it at once. */
export function WorkbookPage() {
  const { t } = useWords();
  const { session } = useSession();
  const address = useAddress();
  const all = useLiveList(Tenant, { enabled: holds(session, 'operator') });
  const tenants = holds(session, 'operator')
    ? all.items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }))
    : ownTenants(session).map(({ name, displayName }) => ({ value: name, label: displayName }));
  const tenant = address.get('tenant') || (tenants.length === 1 ? (tenants[0]?.value ?? '') : '');
  return (
    <div className="page stack">
      <PageHead
        title={t('inventory.workbook.title')}
        lead={t('inventory.workbook.lead')}
        crumbs={[[t('inventory.systems.title'), '/gov/systems']]}
      />
      {tenants.length > 1 && (
        <div className="row">
          <PlainSelect
            label={t('inventory.form.chooseTenant')}
            value={tenant}
            options={tenants}
            onChange={(next) => address.set({ tenant: next || undefined })}
          />
        </div>
      )}
      {tenant && <Import key={tenant} tenant={tenant} />}
    </div>
  );
}

function Import({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [step, setStep] = useState<Step>();
  const [answer, setAnswer] = useState<ImportAnswer>();
  const [done, setDone] = useState(false);
  const [error, setError] = useState<unknown>();
  const [decisions, setDecisions] = useState<ReadonlyMap<number, string>>(new Map());
  const path = `${inventoryPath}/tenants/${tenant}`;
  const told = [...decisions].map(([row, decision]) => `${row}:${decision}`).join(',');

  const send = async (chosen: File, mode: 'check' | 'commit', said = '') => {
    setStep(mode === 'check' ? 'checking' : 'importing');
    setError(undefined);
    try {
      const options = { query: { mode, decisions: said }, raw: chosen, contentType: 'application/octet-stream' };
      setAnswer(await client.transport.json<ImportAnswer>('POST', `${path}/import`, options));
      setDone(mode === 'commit');
      if (mode === 'commit') await queries.invalidateQueries({ queryKey: ['systems'] });
    } catch (problem) {
      setError(problem);
    } finally {
      setStep(undefined);
    }
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setAnswer(undefined);
    setDone(false);
    setDecisions(new Map());
    void send(chosen, 'check');
  };
  const download = (from: () => Promise<Response>, name: string) =>
    void from()
      .then((response) => saveAnswer(response, name))
      .catch(setError);
  const undecided = (answer?.duplicates ?? []).filter(({ row }) => !decisions.has(row)).length;
  const changes = (answer?.creates ?? 0) + (answer?.updates ?? 0);

  return (
    <>
      <Panel title={t('inventory.workbook.file')}>
        <div className="stack">
          <div className="row">
            <Button
              icon={<DownloadOutlined />}
              onClick={() => download(() => client.transport.open('GET', `${path}/template`), 'systems-template.xlsx')}
            >
              {t('inventory.workbook.template')}
            </Button>
            <Button
              icon={<DownloadOutlined />}
              onClick={() =>
                download(() => client.transport.open('GET', `${inventoryPath}/export`, { query: { namespace: tenant } }), 'systems.xlsx')
              }
            >
              {t('inventory.workbook.current')}
            </Button>
            <Button type="primary" icon={<UploadOutlined />} disabled={step !== undefined} onClick={() => chooser.current?.click()}>
              {t('inventory.workbook.choose')}
            </Button>
            <input
              ref={chooser}
              type="file"
              accept=".xlsx"
              aria-label={t('inventory.workbook.choose')}
              className="visually-hidden"
              tabIndex={-1}
              onChange={(event) => {
                choose(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </div>
          <p className="help">{t('inventory.workbook.hint')}</p>
          {file && (
            <p>
              <strong>{file.name}</strong> <span className="muted">{Math.ceil(file.size / 1024)} KiB</span>
            </p>
          )}
          {step && (
            <div role="status">
              <Progress percent={100} status="active" showInfo={false} />
              {t(step === 'checking' ? 'inventory.workbook.checking' : 'inventory.workbook.importing')}
            </div>
          )}
        </div>
      </Panel>
      {error !== undefined && <ErrorNotice error={error} />}
      {answer && done && (
        <Alert
          type="success"
          showIcon
          message={t('inventory.workbook.done', { creates: answer.creates, updates: answer.updates })}
          action={<Link to="/gov/systems">{t('inventory.systems.title')}</Link>}
        />
      )}
      {answer && !done && file && (
        <>
          <Panel title={t('inventory.workbook.result')}>
            <div className="stack">
              <dl className="figures">
                {(['creates', 'updates', 'unchanged', 'skipped', 'problems'] as const).map((key) => (
                  <div className="figure" key={key}>
                    <dt>{t(`inventory.workbook.figures.${key}`)}</dt>
                    <dd>{answer[key]}</dd>
                  </div>
                ))}
                <div className="figure">
                  <dt>{t('inventory.workbook.figures.duplicates')}</dt>
                  <dd>{answer.duplicates.length}</dd>
                </div>
              </dl>
              <div className="row">
                {(answer.problems > 0 || answer.duplicates.length > 0) && (
                  <Button
                    icon={<DownloadOutlined />}
                    onClick={() =>
                      download(
                        () =>
                          client.transport.open('POST', `${path}/import`, {
                            query: { mode: 'marked', decisions: told },
                            raw: file,
                            contentType: 'application/octet-stream',
                          }),
                        `checked-${file.name}`,
                      )
                    }
                  >
                    {t('inventory.workbook.marked')}
                  </Button>
                )}
                <Button
                  type="primary"
                  loading={step === 'importing'}
                  disabled={answer.problems > 0 || undecided > 0 || (changes === 0 && answer.duplicates.length === 0)}
                  onClick={() => void send(file, 'commit', told)}
                >
                  {t('inventory.workbook.commit')}
                </Button>
                {answer.problems > 0 && <span className="muted">{t('inventory.workbook.wrong')}</span>}
                {answer.problems === 0 && undecided > 0 && (
                  <span className="muted">{t('inventory.workbook.undecided', { n: undecided })}</span>
                )}
              </div>
            </div>
          </Panel>
          {answer.problems > 0 && <WorkbookProblems answer={answer} />}
          {answer.duplicates.length > 0 && (
            <WorkbookDuplicates
              tenant={tenant}
              duplicates={answer.duplicates}
              decisions={decisions}
              onDecide={(row, decision) => {
                const next = new Map(decisions);
                if (decision) next.set(row, decision);
                else next.delete(row);
                setDecisions(next);
              }}
            />
          )}
        </>
      )}
    </>
  );
}
