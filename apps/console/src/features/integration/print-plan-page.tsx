import type { PlanWave } from '@dizuo/api';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { PrintSheet } from '../printing/print-sheet.tsx';
import { percent } from './amounts.ts';
import { usePlan } from './use-decisions.ts';

/** A department's plan on paper: each wave with its systems, days and progress. */
export function PrintPlanPage() {
  const { t, language } = useWords();
  const [params] = useSearchParams();
  const { data, error } = usePlan(params.get('tenant') ?? '');
  const day = data ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(data.day)) : '';
  return (
    <PrintSheet
      title={t('plan.report.title')}
      subtitle={data ? t('plan.report.subtitle', { name: data.displayName, day }) : ''}
      source={t('plan.report.source')}
      of={[{ loaded: data !== undefined, error }]}
    >
      {data?.waves.map((wave) => (
        <WaveTable key={wave.name} wave={wave} />
      ))}
    </PrintSheet>
  );
}

function WaveTable({ wave }: { wave: PlanWave }) {
  const { t } = useWords();
  return (
    <>
      <h2>{wave.displayName}</h2>
      <p>
        {wave.startsOn} — {wave.endsOn} · {t('plan.doneOf', { done: wave.done, all: wave.systems })} · {percent(wave.share)}
        {wave.late > 0 && ` · ${t('plan.lateCount', { n: wave.late })}`}
      </p>
      {wave.goal && <p>{wave.goal}</p>}
      {wave.items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t('decision.system')}</th>
              <th>{t('decision.decided')}</th>
              <th>{t('decision.phase')}</th>
              <th>{t('plan.report.dates')}</th>
              <th className="number">{t('decision.progress')}</th>
            </tr>
          </thead>
          <tbody>
            {wave.items.map((item) => (
              <tr key={item.key}>
                <td>{item.displayName}</td>
                <td>
                  {item.way && t(`assessment.way.${item.way}`)} {item.into}
                </td>
                <td>
                  {item.phase && t(`decision.phases.${item.phase}`)}
                  {item.late && ` · ${t('decision.late')}`}
                </td>
                <td className="nowrap">
                  {item.startsOn} — {item.endsOn}
                </td>
                <td className="number">{percent(item.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
