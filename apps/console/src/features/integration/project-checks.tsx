import type { ItProject, KubeObject, ObjectOf } from '@dizuo/api';
import { Link } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import type { State } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { wan } from './amounts.ts';

type Project = ObjectOf<typeof ItProject> & KubeObject;
export type Check = NonNullable<NonNullable<Project['status']>['checks']>[number];
type Ref = NonNullable<Check['refs']>[number];

const states: Record<Check['result'], State> = { pass: 'ready', warn: 'pending', fail: 'failed' };

/** What a project was checked against: each check with its result, why, and the list behind it. For its own page and for who decides. */
export function ProjectChecks({ project }: { project: Project }) {
  const words = useWords();
  const { t, say } = words;
  const { checks = [], checkedAt, checkedGeneration = 0 } = project.status ?? {};
  if (checks.length === 0) {
    return (
      <Panel title={t('project.checks')}>
        <p className="muted" role="status">
          {t('project.checking')}
        </p>
      </Panel>
    );
  }
  const isStale = checkedGeneration < (project.metadata.generation ?? 1);
  return (
    <Panel
      flush
      title={t('project.checks')}
      extra={<span className="muted">{isStale ? t('project.checking') : <When at={checkedAt} />}</span>}
    >
      <p className="panel-body" style={{ paddingBottom: 4 }}>
        <strong>{verdict(checks, words)}</strong>
      </p>
      <ul className="rows">
        {checks.map((check) => (
          <li key={check.name} className="stack-tight">
            <span className="row-between">
              <strong>{t(`project.check.${check.name}`)}</strong>
              <StateTag state={states[check.result]} word={t(`project.outcome.${check.result}`)} />
            </span>
            <span>{say(check.message)}</span>
            {check.saves !== undefined && <span className="muted">{t('project.saves', { amount: wan(check.saves, words) })}</span>}
            {check.refs && <Refs of={check.refs} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** How the checks came out, in one sentence. */
export function verdict(checks: readonly Check[], words: Pick<ReturnType<typeof useWords>, 't'>): string {
  const count = (result: Check['result']) => checks.filter((check) => check.result === result).length;
  const [failed, asked] = [count('fail'), count('warn')];
  if (failed > 0) return words.t('project.verdict.fail', { failed, asked });
  return asked > 0 ? words.t('project.verdict.warn', { asked }) : words.t('project.verdict.pass');
}

function Refs({ of }: { of: readonly Ref[] }) {
  return (
    <ul className="row" style={{ gap: '4px 16px' }}>
      {of.map((ref) => (
        <li key={`${ref.kind}/${ref.namespace ?? ''}/${ref.name}`}>
          <RefLink of={ref} />
        </li>
      ))}
    </ul>
  );
}

/** A link where the reader may see what it leads to: a system of another department is only named. */
function RefLink({ of: { kind, namespace = '', name, displayName = name } }: { of: Ref }) {
  const { session } = useSession();
  const operates = holds(session, 'operator');
  const sees = operates || holds(session, 'leader') || session.tenants.some((tenant) => tenant.name === namespace);
  if (kind === 'InformationSystem' && sees) return <Link to={`/gov/systems/${namespace}/${name}`}>{displayName}</Link>;
  if (kind === 'ServiceClass' && operates) return <Link to={`/ops/catalog/${name}`}>{displayName}</Link>;
  return <span>{displayName}</span>;
}
