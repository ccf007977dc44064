import { CanaryPolicy, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { stateOfWord } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { targetPath } from './policy-kinds.ts';
import { useCanaryTraffic, type VersionFigures } from './use-canary-traffic.ts';
import './canary.css';

type CanaryObject = ObjectOf<typeof CanaryPolicy> & KubeObject;
type Change = { spec: { paused?: boolean; approvedSteps?: number } };

/** Where a canary stands, both versions side by side, and the word that it may be waiting for. */
export function CanaryBoard({ policy, mayChange }: { policy: CanaryObject; mayChange: boolean }) {
  const { t } = useWords();
  const words = useServerWords();
  const { message } = App.useApp();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const { spec, status } = policy;
  const { namespace = '', name } = policy.metadata;
  const { phase = 'Pending', step = 0, percent = 0 } = status ?? {};
  const isOver = phase === 'Succeeded' || phase === 'Returned';
  const waitsForWord = !isOver && step > 0 && spec.steps[step - 1]?.hold === undefined && (spec.approvedSteps ?? 0) < step;

  const change = async (body: Change, done: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await client.objects(CanaryPolicy).patch({ namespace, name }, body);
      message.success(done);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  return (
    <>
      <Panel
        title={t('canary.standing')}
        extra={
          mayChange &&
          !isOver && (
            <>
              {waitsForWord && (
                <Button type="primary" loading={busy} onClick={() => change({ spec: { approvedSteps: step } }, t('canary.approved'))}>
                  {t('canary.approve', { n: step })}
                </Button>
              )}
              <Button
                loading={busy}
                onClick={() => change({ spec: { paused: !spec.paused } }, t(spec.paused ? 'canary.resumed' : 'canary.paused'))}
              >
                {t(spec.paused ? 'canary.resume' : 'canary.pause')}
              </Button>
            </>
          )
        }
      >
        <div className="stack">
          {error !== undefined && <ErrorNotice error={error} />}
          <div className="row">
            <StateTag state={stateOfWord(phase)} word={t(`canary.phases.${phase}`)} />
            <strong>{t('canary.share', { percent })}</strong>
            <span className="muted">{words.told({ message: status?.reason, said: status?.said })}</span>
          </div>
          <div className="bar canary-share" role="img" aria-label={t('canary.share', { percent })}>
            <i style={{ width: `${percent}%` }} />
          </div>
          <ol className="canary-steps">
            {spec.steps.map(({ percent: share, hold }, index) => {
              const number = index + 1;
              const is = phase === 'Succeeded' || number < step ? 'done' : number === step && phase !== 'Returned' ? 'now' : 'ahead';
              return (
                <li key={number} className={`canary-step canary-${is}`} aria-current={is === 'now' ? 'step' : undefined}>
                  <span className="muted">{t('canary.step', { n: number })}</span>
                  <strong>{t('canary.stepShare', { percent: share })}</strong>
                  <span className="muted">{hold ? t('canary.holds', { time: hold }) : t('canary.waits')}</span>
                </li>
              );
            })}
          </ol>
          {status?.stepStartedAt && !isOver && (
            <p className="muted">
              {t('canary.began')} <When at={status.stepStartedAt} />
            </p>
          )}
        </div>
      </Panel>
      <Versions policy={policy} />
    </>
  );
}

/** Both versions side by side; a figure of the new one above its limit is marked. */
function Versions({ policy }: { policy: CanaryObject }) {
  const { t, language } = useWords();
  const { namespace = '', name } = policy.metadata;
  const { stable, canary, analysis } = policy.spec;
  const traffic = useCanaryTraffic(namespace, name);
  const old = traffic.data?.stable;
  const fresh = traffic.data?.canary;
  const number = new Intl.NumberFormat(language);
  const ms = (value: number | undefined) => (value === undefined ? '—' : `${number.format(value)} ms`);
  const share = (figures: VersionFigures | undefined) => (figures?.requests ? `${number.format(figures.errorPercent)} %` : '—');
  const mostErrors = mostOf(analysis?.maxErrorPercent, old && analysis?.maxErrorIncrease, old?.errorPercent ?? 0);
  const version = (of: { kind: string; name: string }) => {
    const path = targetPath(namespace, of);
    return path ? <Link to={path}>{of.name}</Link> : of.name;
  };
  const rows: [string, string, string, boolean][] = [
    [t('canary.requests'), old ? number.format(old.requests) : '—', fresh ? number.format(fresh.requests) : '—', false],
    [
      mostErrors === undefined
        ? t('canary.errors')
        : `${t('canary.errors')} · ${t('canary.limitIs', { limit: `${number.format(mostErrors)} %` })}`,
      share(old),
      share(fresh),
      mostErrors !== undefined && fresh !== undefined && fresh.requests > 0 && fresh.errorPercent > mostErrors,
    ],
    ...([50, 95, 99] as const).map((rank): [string, string, string, boolean] => [
      t('canary.percentileMs', { rank }),
      ms(old?.[`p${rank}Ms`]),
      ms(fresh?.[`p${rank}Ms`]),
      false,
    ]),
  ];
  return (
    <Panel title={t('canary.compare')} flush>
      {traffic.error && <ErrorNotice error={traffic.error} onRetry={() => void traffic.refetch()} />}
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{t('canary.metric')}</th>
              <th className="number">
                {t('canary.stable')}
                <br />
                {version(stable)}
              </th>
              <th className="number">
                {t('canary.canary')}
                <br />
                {version(canary)}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, before, after, isOver]) => (
              <tr key={label}>
                <td>{label}</td>
                <td className="number">{before}</td>
                <td className={isOver ? 'number canary-over' : 'number'}>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {old?.requests === 0 && fresh?.requests === 0 && (
        <p className="muted" style={{ padding: '8px 16px' }}>
          {t('canary.noTraffic')}
        </p>
      )}
    </Panel>
  );
}

/** The lower of both limits; undefined where none is set. */
function mostOf(absolute: number | undefined, increase: number | undefined, before: number): number | undefined {
  const limits = [absolute, increase === undefined ? undefined : before + increase].filter((limit) => limit !== undefined);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}
