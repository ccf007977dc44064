import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { type SpanName, spans } from './traffic-values.ts';

const names = Object.keys(spans) as SpanName[];

/** The time range of a traffic page, kept in its address. */
export function useSpan(): SpanName {
  const chosen = useAddress().get('span');
  return names.find((name) => name === chosen) ?? 'hour';
}

export function SpanChoice() {
  const { t } = useWords();
  const address = useAddress();
  return (
    <Choice
      aria-label={t('traffic.span')}
      maxWidth={160}
      value={useSpan()}
      onChange={(span) => address.set({ span: span ?? undefined })}
      options={names.map((name) => ({ value: name, label: t(`traffic.spans.${name}`) }))}
    />
  );
}
