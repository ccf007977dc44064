import { isApiError } from '@dizuo/client';
import { Button } from 'antd';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import type { LedgerWay } from './ledger-ways.ts';

const refusals = new Set(['LedgerFull', 'LedgerWouldRise', 'LedgerExceptionFull']);

/** What can be done instead where the ledger has refused: buttons that choose a way in the form, or lead to asking for an exception beside it, so that nothing typed is lost. */
export function LedgerWaysOut(props: {
  error: unknown;
  tenant: string | undefined;
  ways: readonly LedgerWay[];
  onChoose(way: LedgerWay): void;
}) {
  const { t } = useWords();
  const { session } = useSession();
  const { error, tenant = '', ways } = props;
  if (!isApiError(error) || !refusals.has(error.status.details?.said?.code ?? '')) return null;
  const mayAsk = holds(session, 'tenant-admin', tenant) || holds(session, 'operator');
  return (
    <>
      <span>{t('ledger.wayOut')}</span>
      {ways
        .filter((way) => way !== 'counts')
        .map((way) => (
          <Button
            key={way}
            onClick={() => {
              props.onChoose(way);
              document.getElementById('ledgerWay')?.scrollIntoView({ block: 'center' });
            }}
          >
            {t(`ledger.way.${way}`)}
          </Button>
        ))}
      {mayAsk && (
        <Button href={`/gov/exceptions/new?tenant=${tenant}`} target="_blank">
          {t('ledger.ask')}
        </Button>
      )}
    </>
  );
}
