import { LockOutlined } from '@ant-design/icons';
import type { BureauProgress } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { money } from './cockpit-values.ts';

/** Each department: how many systems it has of those it had, what is decided and done, and what is at risk; every figure opens its list. */
export function CockpitProgress({ progress }: { progress: readonly BureauProgress[] }) {
  const { t } = useWords();
  const most = Math.max(1, ...progress.map(({ before, now }) => Math.max(before, now)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="cockpit-table" tabIndex={0} aria-label={t('cockpit.progress')}>
      <table>
        <thead>
          <tr>
            <th>{t('cockpit.bureau')}</th>
            <th>{t('cockpit.count')}</th>
            <th className="number">{t('cockpit.decidedDone')}</th>
            <th className="number">{t('cockpit.overdue')}</th>
            <th className="number">{t('cockpit.contracts')}</th>
            <th className="number">{t('cockpit.unused')}</th>
            <th className="number">{t('cockpit.excepted')}</th>
            <th className="number">{t('cockpit.upkeep')}</th>
          </tr>
        </thead>
        <tbody>
          {progress.map((row) => (
            <Row key={row.department} row={row} most={most} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, most }: { row: BureauProgress; most: number }) {
  const words = useWords();
  const { t } = words;
  const { department, displayName, before, now, target, frozen } = row;
  const list = (figure: string) => `/gov/cockpit/list?figure=${figure}&department=${encodeURIComponent(department)}`;
  const cell = (figure: string, value: number, alarm: boolean) => (
    <td className="number">
      <Link to={list(figure)} className={`cockpit-link ${alarm && value > 0 ? 'cockpit-alarm' : ''} ${value === 0 ? 'cockpit-zero' : ''}`}>
        {value}
      </Link>
    </td>
  );
  return (
    <tr>
      <th scope="row">
        <Link to={`/gov/cockpit?department=${encodeURIComponent(department)}`} className="cockpit-link">
          {displayName}
        </Link>
        {frozen && <LockOutlined className="cockpit-lock" title={t('cockpit.frozen')} aria-label={t('cockpit.frozen')} />}
      </th>
      <td className="cockpit-count">
        <Link to={list('now')} className="cockpit-link" title={t('cockpit.countOf', { now, before })}>
          <span className="cockpit-bar" aria-hidden>
            <i className="was" style={{ width: `${(100 * before) / most}%` }} />
            <i style={{ width: `${(100 * now) / most}%` }} />
            {target !== undefined && <u style={{ left: `${(100 * target) / most}%` }} />}
          </span>
          <b>{now}</b>
        </Link>
      </td>
      <td className="number">
        <Link to={list('decided')} className={`cockpit-link ${row.decided === 0 ? 'cockpit-zero' : ''}`}>
          {row.decided} / {row.done}
        </Link>
      </td>
      {cell('overdue', row.overdue, true)}
      {cell('undecidedContracts', row.undecidedContracts, true)}
      {cell('unused', row.unused, false)}
      {cell('exceptions', row.excepted, false)}
      <td className="number">
        <Link to={list('upkeep')} className="cockpit-link">
          {money(row.upkeep, words)}
        </Link>
      </td>
    </tr>
  );
}
