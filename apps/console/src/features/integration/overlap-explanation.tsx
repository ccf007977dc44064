import type { Overlap, OverlapPart, PairAnswer, SystemName } from '@dizuo/api';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { percent } from './amounts.ts';
import { useAssessment } from './use-assessment.ts';

/** Two systems side by side: what is the same, what only one has, and how much each gives. */
export function OverlapExplanation({ a, b }: { a: SystemName; b: SystemName }) {
  const { t } = useWords();
  const answer = useAssessment<PairAnswer>('/pair', { a: a.key, b: b.key });
  if (answer.error && !answer.data) return <ErrorNotice error={answer.error} onRetry={() => answer.refetch()} />;
  if (!answer.data) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  const { overlap } = answer.data;
  return (
    <div className="sides">
      <Functions overlap={overlap} a={a} b={b} />
      <Data overlap={overlap} a={a} b={b} />
      <Part title={t('assessment.side.users')} part={overlap.users} same={usersOf(overlap, t)} />
    </div>
  );
}

type Sides = { overlap: Overlap; a: SystemName; b: SystemName };
type Say = ReturnType<typeof useWords>['t'];

function Functions({ overlap: { functions }, a, b }: Sides) {
  const { t } = useWords();
  const same = functions.same.map((one) => ({
    key: one.a,
    text: one.a === one.b ? one.a : `${one.a} ≈ ${one.b}`,
    note: one.alike < 1 ? t('assessment.side.alike', { share: percent(one.alike) }) : undefined,
  }));
  return (
    <Part title={t('assessment.side.functions')} part={functions} same={same}>
      <OnlyIn of={a} list={functions.onlyA} />
      <OnlyIn of={b} list={functions.onlyB} />
      {functions.uncounted.length > 0 && (
        <p className="muted help">{t('assessment.side.uncounted', { list: functions.uncounted.join('、') })}</p>
      )}
    </Part>
  );
}

function Data({ overlap: { data }, a, b }: Sides) {
  const { t } = useWords();
  const same = data.same.map((one) => ({
    key: one.code,
    text: one.displayName,
    note: one.itemsKnown ? t('assessment.side.items', { list: one.items.join('、') || '—' }) : t('assessment.side.itemsUnknown'),
  }));
  return (
    <Part title={t('assessment.side.data')} part={data} same={same}>
      <OnlyIn of={a} list={data.onlyA} />
      <OnlyIn of={b} list={data.onlyB} />
    </Part>
  );
}

function usersOf({ users }: Overlap, t: Say) {
  const words = users.audience.map((one) => t(`assessment.audience.${one}` as WordKey));
  return [
    ...(users.lines.length > 0 ? [{ key: 'lines', text: t('assessment.side.lines', { list: users.lines.join('、') }) }] : []),
    ...(words.length > 0 ? [{ key: 'audience', text: t('assessment.side.audience', { list: words.join('、') }) }] : []),
    ...(users.sameDepartment ? [{ key: 'department', text: t('assessment.side.department') }] : []),
  ];
}

function Part(props: {
  title: string;
  part: OverlapPart;
  same: { key: string; text: string; note?: string | undefined }[];
  children?: ReactNode;
}) {
  const { t } = useWords();
  const { part, same } = props;
  const sum = { share: percent(part.share), weight: part.weight, gives: percent(part.gives) };
  return (
    <section className="stack-tight">
      <div>
        <h3>{props.title}</h3>
        <span className="muted">{t('assessment.side.gives', sum)}</span>
      </div>
      {!part.known && <p className="muted">{t('assessment.side.unknown')}</p>}
      {part.known && same.length === 0 && <p className="muted">{t('assessment.side.nothing')}</p>}
      {same.length > 0 && (
        <ul>
          {same.map(({ key, text, note }) => (
            <li key={key}>
              {text}
              {note && <div className="muted help">{note}</div>}
            </li>
          ))}
        </ul>
      )}
      {props.children}
    </section>
  );
}

function OnlyIn({ of, list }: { of: SystemName; list: string[] }) {
  const { t } = useWords();
  if (list.length === 0) return null;
  return (
    <p className="help">
      <span className="muted">{t('assessment.side.only', { name: of.displayName })} </span>
      {list.join('、')}
    </p>
  );
}
