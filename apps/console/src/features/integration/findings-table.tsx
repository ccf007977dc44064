import type { DiscoveryFinding, ObjectOf } from '@dizuo/api';
import { App, Button, Checkbox, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { type Speech, useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FilterInput } from '../../parts/filter-input.tsx';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { whyNotReady } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { type DataColumn, DataTable, Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { FindingDetails } from './finding-details.tsx';
import { type Decision, decide, type FindingObject, findingState, findingWords, isOpen, personalOf } from './findings.ts';
import { keepsSystems, systemPath } from './systems.ts';

const FindingTargetDialog = lazy(() => import('./finding-target-dialog.tsx').then((m) => ({ default: m.FindingTargetDialog })));

type Spec = ObjectOf<typeof DiscoveryFinding>['spec'];
const size = 20;
const kinds: Spec['finding'][] = ['system', 'activity', 'data', 'interface'];
const phases = ['Open', 'Failed', 'Confirmed', 'Dismissed'] as const;
const sources: Spec['source'][] = ['gateway', 'database'];
const filterKeys = ['q', 'finding', 'phase', 'source', 'page'] as const;

export interface SystemWords {
  displayName: string;
  lifecycle: string;
}

/** Findings with what to do about them, one by one or many at once. Systems are named by `namespace/name`. */
export function FindingsTable(props: {
  findings: readonly FindingObject[];
  systems: ReadonlyMap<string, SystemWords>;
  tenantName(namespace: string): string;
  /** On a system's own page: the column of systems is left out. */
  ofOne?: boolean;
}) {
  const words = useWords();
  const { t } = words;
  const told = useServerWords();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const address = useAddress();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ tenant: string; findings: FindingObject[] }>();
  const phase = address.get('phase') || 'Open';
  const fits = (finding: FindingObject) => isFitting(finding, { phase, ...read(address.get) }, props.systems, words);
  const fitting = props.findings.filter(fits).toSorted((a, b) => (a.spec.seenAt < b.spec.seenAt ? 1 : -1));
  const page = Math.min(Number(address.get('page')) || 1, Math.max(1, Math.ceil(fitting.length / size)));
  const rows = fitting.slice((page - 1) * size, page * size);
  const selected = rows.filter(({ metadata }) => chosen.has(metadata.uid ?? ''));
  const mayDecide = ({ metadata }: FindingObject) => keepsSystems(session, metadata.namespace ?? '');
  const decidable = rows.filter(mayDecide);

  async function write(findings: readonly FindingObject[], decision: Decision | null, target?: (finding: FindingObject) => string) {
    setAsking(undefined);
    const { done, refusals } = await decide(findings, decision, target);
    setChosen(new Set());
    if (done > 0 && decision) message.success(t(decision === 'confirm' ? 'discovery.confirmed' : 'discovery.dismissed', { n: done }));
    const [refusal] = refusals;
    if (refusal)
      void modal.error({ icon: null, title: t('discovery.refused', { n: refusals.length }), content: <ErrorNotice error={refusal} /> });
  }
  function confirm(findings: readonly FindingObject[]) {
    const open = findings.filter(({ spec }) => !spec.systemRef);
    const [first] = open;
    const others = findings.filter(({ spec }) => spec.systemRef);
    if (others.length > 0) void write(others, 'confirm');
    const tenant = first?.metadata.namespace ?? '';
    if (first) setAsking({ tenant, findings: open.filter(({ metadata }) => metadata.namespace === tenant) });
  }

  const columns: DataColumn<FindingObject>[] = [
    {
      key: 'select',
      width: 32,
      title: (
        <Checkbox
          aria-label={t('discovery.selectAll')}
          checked={selected.length > 0 && selected.length === decidable.length}
          indeterminate={selected.length > 0 && selected.length < decidable.length}
          disabled={decidable.length === 0}
          onChange={(event) => setChosen(new Set(event.target.checked ? decidable.map(({ metadata }) => metadata.uid ?? '') : []))}
        />
      ),
      cell: (finding) => (
        <Checkbox
          aria-label={t('discovery.selectRow', { name: finding.spec.displayName })}
          disabled={!mayDecide(finding)}
          checked={chosen.has(finding.metadata.uid ?? '')}
          onChange={(event) => setChosen(toggled(chosen, finding.metadata.uid ?? '', event.target.checked))}
        />
      ),
    },
    {
      key: 'what',
      title: t('discovery.what'),
      cell: (finding) => (
        <>
          <span>{finding.spec.displayName}</span>{' '}
          {personalOf(finding).map((personal) => (
            <Tag key={personal} color="orange">
              {t(`discovery.personal.${personal}`)}
            </Tag>
          ))}
          <div className="muted">{findingWords(finding, systemOf(finding, props.systems)?.lifecycle, words)}</div>
          {finding.status?.phase === 'Failed' && <div style={{ color: 'var(--failed)' }}>{told.told(whyNot(finding))}</div>}
        </>
      ),
    },
    {
      key: 'sort',
      title: t('discovery.filter.finding'),
      cell: ({ spec }) => (
        <span className="nowrap">
          {t(`discovery.finding.${spec.finding}`)}
          <div className="muted">{t(`discovery.source.${spec.source}`)}</div>
        </span>
      ),
    },
    ...(props.ofOne
      ? []
      : [
          {
            key: 'system',
            title: t('discovery.about'),
            cell: (finding: FindingObject) => (
              <>
                <About finding={finding} systems={props.systems} />
                <div className="muted">{props.tenantName(finding.metadata.namespace ?? '')}</div>
              </>
            ),
          },
        ]),
    { key: 'seen', title: t('discovery.seen'), cell: ({ spec }) => <When at={spec.seenAt} /> },
    { key: 'state', title: t('discovery.filter.phase'), cell: (finding) => <StateTag {...findingState(finding, words)} /> },
    {
      key: 'act',
      title: '',
      cell: (finding) =>
        mayDecide(finding) && (
          <span className="row" style={{ flexWrap: 'nowrap' }}>
            {isOpen(finding) && (
              <Button size="small" onClick={() => confirm([finding])}>
                {t('discovery.confirm')}
              </Button>
            )}
            {isOpen(finding) && (
              <Button size="small" type="text" onClick={() => void write([finding], 'dismiss')}>
                {t('discovery.dismiss')}
              </Button>
            )}
            {finding.status?.phase === 'Dismissed' && (
              <Button size="small" type="text" onClick={() => void write([finding], null)}>
                {t('discovery.reopen')}
              </Button>
            )}
          </span>
        ),
    },
  ];
  const choice = (key: 'finding' | 'source', values: readonly string[]) => (
    <PlainSelect
      label={t(`discovery.filter.${key}`)}
      value={address.get(key)}
      options={values.map((value) => ({ value, label: t(`discovery.${key}.${value as 'data'}` as 'discovery.finding.data') }))}
      onChange={(next) => address.set({ [key]: next, page: undefined })}
    />
  );
  return (
    <div className="panel">
      <div className="filters">
        <FilterInput label={t('parts.list.filter')} value={address.get('q')} onChange={(q) => address.set({ q, page: undefined })} />
        {choice('finding', kinds)}
        {choice('source', sources)}
        <PlainSelect
          label={t('discovery.filter.phase')}
          value={phase === 'all' ? '' : phase}
          options={phases.map((value) => ({ value, label: t(`discovery.phase.${value}`) }))}
          onChange={(next) => address.set({ phase: next || 'all', page: undefined })}
        />
        {selected.length > 0 && (
          <span className="row">
            <span className="muted">{t('discovery.selected', { n: selected.length })}</span>
            <Button type="primary" onClick={() => confirm(selected.filter(isOpen))}>
              {t('discovery.confirm')}
            </Button>
            <Button onClick={() => void write(selected.filter(isOpen), 'dismiss')}>{t('discovery.dismiss')}</Button>
          </span>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyStart
          title={t('discovery.nothingFits')}
          action={
            <Button onClick={() => address.set({ ...Object.fromEntries(filterKeys.map((key) => [key, undefined])), phase: 'all' })}>
              {t('parts.list.clear')}
            </Button>
          }
        />
      ) : (
        <>
          <DataTable
            label={t('discovery.tab.findings')}
            rows={rows}
            rowKey={({ metadata }) => metadata.uid ?? ''}
            columns={columns}
            expanded={(finding) => <FindingDetails finding={finding} />}
          />
          <Pager page={page} size={size} count={fitting.length} onPage={(next) => address.set({ page: String(next) })} />
        </>
      )}
      {asking && (
        <Suspense>
          <FindingTargetDialog
            {...asking}
            onClose={() => setAsking(undefined)}
            onChosen={(target) => void write(asking.findings, 'confirm', target)}
          />
        </Suspense>
      )}
    </div>
  );
}

function About({ finding, systems }: { finding: FindingObject; systems: ReadonlyMap<string, SystemWords> }) {
  const { t } = useWords();
  const { namespace = '' } = finding.metadata;
  const name = finding.spec.target ?? finding.spec.systemRef;
  if (!name)
    return <span className="muted">{t(finding.spec.finding === 'system' ? 'discovery.notInInventory' : 'discovery.notSaid')}</span>;
  return <Link to={systemPath(namespace, name)}>{systems.get(`${namespace}/${name}`)?.displayName ?? name}</Link>;
}

const systemOf = ({ metadata, spec }: FindingObject, systems: ReadonlyMap<string, SystemWords>) =>
  systems.get(`${metadata.namespace}/${spec.systemRef}`);

const whyNot = (finding: FindingObject) => finding.status?.conditions?.find(({ type }) => type === 'Entered') ?? whyNotReady(finding);

const read = (get: (key: string) => string) => ({ q: get('q'), finding: get('finding'), source: get('source') });

function isFitting(
  finding: FindingObject,
  filter: { q: string; finding: string; source: string; phase: string },
  systems: ReadonlyMap<string, SystemWords>,
  words: Pick<Speech, 't'>,
): boolean {
  const { spec, status } = finding;
  if (filter.finding && spec.finding !== filter.finding) return false;
  if (filter.source && spec.source !== filter.source) return false;
  if (filter.phase !== 'all' && (status?.phase ?? 'Open') !== filter.phase) return false;
  const system = systemOf(finding, systems)?.displayName ?? '';
  const text = `${spec.displayName} ${system} ${findingWords(finding, undefined, words)}`.toLowerCase();
  return text.includes(filter.q.trim().toLowerCase());
}

function toggled(all: ReadonlySet<string>, one: string, on: boolean): ReadonlySet<string> {
  const next = new Set(all);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}
