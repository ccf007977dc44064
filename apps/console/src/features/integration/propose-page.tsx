import { Disposition, type DispositionDraft } from '@dizuo/api';
import { App, Button, Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { decisionPath } from './decision-marks.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { reasonOf } from './disposition-values.ts';
import { useKeptTenants } from './tenant-choice.tsx';
import { useDrafts } from './use-decisions.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** How many are sent at a time. */
const together = 4;

/** A disposition for every system without one, as the assessment proposes it: looked through, then made in one go. */
export function ProposePage() {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const address = useAddress();
  const department = useDepartmentNames();
  const drafts = useDrafts({ department: address.get('department') });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState<{ done: number; all: number }>();
  const [failed, setFailed] = useState<{ draft: DispositionDraft; error: unknown }[]>([]);
  const keeps = new Set(useKeptTenants().map(({ value }) => value));
  const items = (drafts.data?.items ?? []).filter(({ namespace }) => keeps.has(namespace));
  const complete = items.filter(({ missing }) => missing.length === 0);
  const chosen = complete.filter(({ key }) => !left.has(key));

  const send = async () => {
    const queue = [...chosen];
    const problems: { draft: DispositionDraft; error: unknown }[] = [];
    let done = 0;
    setFailed([]);
    setSent({ done, all: chosen.length });
    const work = async () => {
      for (let draft = queue.shift(); draft; draft = queue.shift()) {
        try {
          await client.objects(Disposition).create(
            objectOf(
              draft,
              reasonOf(draft.reasons, ({ message: words }) => say(words)),
            ),
          );
        } catch (error) {
          problems.push({ draft, error });
        }
        done += 1;
        setSent({ done, all: chosen.length });
      }
    };
    await Promise.all(Array.from({ length: together }, work));
    setSent(undefined);
    setFailed(problems);
    if (done > problems.length) message.success(t('decision.drafts.sent', { n: done - problems.length }));
    if (problems.length === 0) navigate('/gov/decisions?phase=Proposed');
    else void drafts.refetch();
  };
  const toggle = (keys: readonly string[], on: boolean) =>
    setLeft((before) => (on ? new Set([...before].filter((key) => !keys.includes(key))) : new Set([...before, ...keys])));

  return (
    <div className="page">
      <PageHead
        title={t('decision.drafts.title')}
        count={drafts.data ? items.length : undefined}
        lead={t('decision.drafts.lead')}
        crumbs={[[t('decision.title'), '/gov/decisions']]}
        actions={
          items.length > 0 && (
            <Button type="primary" loading={sent !== undefined} disabled={chosen.length === 0} onClick={() => void send()}>
              {sent ? t('decision.drafts.sending', sent) : t('decision.drafts.send', { n: chosen.length })}
            </Button>
          )
        }
      />
      {drafts.error && <ErrorNotice error={drafts.error} onRetry={() => drafts.refetch()} />}
      {!drafts.data && !drafts.error && <Skeleton active paragraph={{ rows: 8 }} />}
      {failed.length > 0 && (
        <div className="stack" style={{ marginBottom: 16 }}>
          <strong>{t('decision.drafts.failed', { n: failed.length })}</strong>
          {failed.slice(0, 5).map(({ draft, error }) => (
            <div key={draft.key}>
              <span>{draft.displayName}</span>
              <ErrorNotice error={error} />
            </div>
          ))}
        </div>
      )}
      {drafts.data && (
        <div className="panel">
          <div className="filters">
            <DepartmentSelect value={address.get('department')} onChange={(value) => address.set({ department: value })} />
            <Checkbox
              checked={chosen.length === complete.length && complete.length > 0}
              indeterminate={chosen.length > 0 && chosen.length < complete.length}
              disabled={complete.length === 0}
              onChange={(event) =>
                toggle(
                  complete.map(({ key }) => key),
                  event.target.checked,
                )
              }
            >
              {t('decision.drafts.all')}
            </Checkbox>
            <span className="muted">{t('decision.drafts.chosen', { n: chosen.length })}</span>
          </div>
          {items.length === 0 && <EmptyStart title={t('decision.drafts.empty')} hint={t('decision.drafts.emptyHint')} />}
          {items.length > 0 && (
            <DataTable
              label={t('decision.drafts.title')}
              rows={items}
              rowKey={({ key }) => key}
              columns={[
                {
                  key: 'chosen',
                  title: '',
                  width: 32,
                  cell: (draft) => (
                    <Checkbox
                      aria-label={t('decision.drafts.row', { name: draft.displayName })}
                      disabled={draft.missing.length > 0}
                      checked={draft.missing.length === 0 && !left.has(draft.key)}
                      onChange={(event) => toggle([draft.key], event.target.checked)}
                    />
                  ),
                },
                {
                  key: 'system',
                  title: t('decision.system'),
                  cell: (draft) => (
                    <>
                      <Link to={`/gov/systems/${draft.key}?tab=assessment`}>{draft.displayName}</Link>
                      <div className="muted">{department(draft.departmentRef)}</div>
                    </>
                  ),
                },
                {
                  key: 'way',
                  title: t('decision.proposed'),
                  cell: ({ way, into, missing }) => (
                    <>
                      {t(`assessment.way.${way}`)}
                      {into && missing.length === 0 && <div className="muted">{into}</div>}
                    </>
                  ),
                },
                {
                  key: 'why',
                  title: t('decision.drafts.why'),
                  cell: ({ reasons }) => reasons.slice(0, 2).map((one) => <div key={one.code}>{say(one.message)}</div>),
                },
                {
                  key: 'state',
                  title: t('decision.content'),
                  cell: (draft) =>
                    draft.missing[0] ? (
                      <>
                        <span className="muted">{t(`decision.drafts.missing.${draft.missing[0]}`)}</span>{' '}
                        <Link className="nowrap" to={`${decisionPath(draft)}/new`}>
                          {t('decision.drafts.byHand')}
                        </Link>
                      </>
                    ) : (
                      t('decision.drafts.complete')
                    ),
                },
              ]}
            />
          )}
        </div>
      )}
    </div>
  );
}

function objectOf({ name, namespace, way, merge, connect }: DispositionDraft, reason: string) {
  return {
    metadata: { name, namespace },
    spec: { systemRef: name, way, ...(merge ? { merge } : {}), ...(connect ? { connect } : {}), reason },
  };
}
