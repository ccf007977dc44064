import { Request } from '@dizuo/api';
import { useParams } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { OrderContent } from '../approval/order-content.tsx';
import { PrintSheet, SignatureLines } from './print-sheet.tsx';

/** An order as the paper that is filed. */
export function PrintOrderPage() {
  const { t } = useWords();
  const { tenant = '', order = '' } = useParams();
  const live = useLiveObject(Request, { namespace: tenant, name: order });
  const { object } = live;
  return (
    <PrintSheet
      title={t('printing.order.title')}
      subtitle={t('printing.order.subtitle', { tenant, order })}
      source={t('printing.order.source', { order, generation: object?.metadata.generation ?? 0 })}
      of={[live]}
    >
      {object && <OrderContent order={object} />}
      <SignatureLines posts={[t('printing.order.applicant'), t('printing.order.approver')]} />
    </PrintSheet>
  );
}
