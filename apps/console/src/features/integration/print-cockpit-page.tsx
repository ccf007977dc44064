import type { Cockpit, Figure, LocalizedText } from '@dizuo/api';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { PrintSheet } from '../printing/print-sheet.tsx';
import { CockpitPicture } from './cockpit-picture.tsx';
import { figureNamed, figureText, money, share } from './cockpit-values.ts';
import { useCockpit } from './use-cockpit.ts';
import './cockpit.css';
import './print-cockpit.css';

/** What fits on the page beside the rest; English takes more room. */
const mostBureaus = { zh: 7, en: 4 };

/** One page that a leader takes away: the district, or one bureau. */
export function PrintCockpitPage() {
  const words = useWords();
  const { t, language } = words;
  const [params] = useSearchParams();
  const department = params.get('department') ?? '';
  const { data, error } = useCockpit(department);
  const day = data ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(new Date(data.asOf)) : '';
  const at = data ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(data.asOf)) : '';
  const name = data?.department?.displayName;
  return (
    <PrintSheet
      title={name ? t('cockpit.report.titleOf', { department: name }) : t('cockpit.report.title')}
      subtitle={t('cockpit.report.subtitle', { scope: name ?? t('cockpit.all'), day })}
      source={t('cockpit.report.source', { at })}
      of={[{ loaded: data !== undefined, error }]}
    >
      {data && <Report cockpit={data} day={day} />}
    </PrintSheet>
  );
}

function Report({ cockpit, day }: { cockpit: Cockpit; day: string }) {
  const words = useWords();
  const { t, language } = words;
  const value = (figure: string) => figureNamed(cockpit.headline, figure)?.value ?? 0;
  const rows = cockpit.progress.slice(0, language === 'en' ? mostBureaus.en : mostBureaus.zh);
  const left = cockpit.progress.length - rows.length;
  return (
    <div className="cockpit-report">
      <h2>{t('cockpit.report.summary')}</h2>
      <p className="report-text">
        {t('cockpit.report.summaryText', {
          day,
          before: value('before'),
          now: value('now'),
          merged: value('merged'),
          connected: value('connected'),
          retired: value('retired'),
          decided: value('decided'),
        })}
        {cockpit.target !== undefined && t('cockpit.report.targetText', { target: cockpit.target })}
      </p>
      <CockpitPicture cockpit={cockpit} />
      <h2>{t('cockpit.report.aims')}</h2>
      <Shares groups={cockpit.aims} />
      <h2>{t('cockpit.report.unifications')}</h2>
      <p className="report-line">{cockpit.unifications.map((one) => unificationText(one, words)).join(language === 'en' ? '; ' : '；')}</p>
      <h2>{t('cockpit.report.money')}</h2>
      <Figures figures={cockpit.money} />
      <h2>{t('cockpit.report.risks')}</h2>
      <Figures figures={cockpit.risks} />
      {cockpit.progress.length > 1 && (
        <>
          <h2>{t('cockpit.report.progress')}</h2>
          <table>
            <thead>
              <tr>
                <th>{t('cockpit.bureau')}</th>
                <th className="number">{t('cockpit.count')}</th>
                <th className="number">{t('cockpit.decidedDone')}</th>
                <th className="number">{t('cockpit.overdue')}</th>
                <th className="number">{t('cockpit.contracts')}</th>
                <th className="number">{t('cockpit.unused')}</th>
                <th className="number">{t('cockpit.upkeep')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.department}>
                  <td>{row.displayName}</td>
                  <td className="number">
                    {row.now} / {row.before}
                  </td>
                  <td className="number">
                    {row.decided} / {row.done}
                  </td>
                  <td className="number">{row.overdue}</td>
                  <td className="number">{row.undecidedContracts}</td>
                  <td className="number">{row.unused}</td>
                  <td className="number">{money(row.upkeep, words)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {left > 0 && <p className="report-more">{t('cockpit.report.progressMore', { n: left })}</p>}
        </>
      )}
    </div>
  );
}

type Group = { name: string; displayName: LocalizedText; score?: number; figures: readonly Figure[] };
type Words = ReturnType<typeof useWords>;

/** A share with what it is of; a dash where there is nothing yet to be counted. */
function shareText(figure: Figure, words: Words): string {
  const counted = figure.of === undefined ? '' : ` (${figure.part}/${figure.of})`;
  return `${words.say(figure.displayName)} ${figure.of === 0 ? '—' : `${figureText(figure, words)}${counted}`}`;
}

function unificationText({ displayName, figures }: Group, words: Words): string {
  const told = figures.map((figure) => shareText(figure, words)).join(' · ');
  return `${words.say(displayName)} ${told || '—'}`;
}

/** What is counted of how much, a group in a row. */
function Shares({ groups }: { groups: readonly Group[] }) {
  const words = useWords();
  return (
    <table>
      <tbody>
        {groups.map(({ name, displayName, score, figures }) => (
          <tr key={name}>
            <th>
              {words.say(displayName)} {score !== undefined && share(score)}
            </th>
            <td>{figures.map((figure) => shareText(figure, words)).join(' · ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Figures with how they are reckoned. */
function Figures({ figures }: { figures: readonly Figure[] }) {
  const words = useWords();
  return (
    <table>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.name}>
            <th>{words.say(figure.displayName)}</th>
            <td className="number report-value">{figureText(figure, words)}</td>
            <td className="report-formula">{words.say(figure.formula)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
