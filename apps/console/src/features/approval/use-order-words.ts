import { useMemo } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { OrderWords } from './order-values.ts';

/** The reader's words for what may be wrong with an order. */
export function useOrderWords(): OrderWords {
  const { t } = useWords();
  return useMemo(
    () => ({
      required: t('catalog.order.required'),
      integer: t('catalog.order.integer'),
      pattern: t('catalog.order.pattern'),
      nameRule: t('parts.nameRule'),
      atLeast: (n) => t('catalog.order.atLeast', { n }),
      atMost: (n) => t('catalog.order.atMost', { n }),
      multipleOf: (n) => t('catalog.order.multipleOf', { n }),
      longer: (n) => t('catalog.order.longer', { n }),
      shorter: (n) => t('catalog.order.shorter', { n }),
      range: (min, max) => t('catalog.order.range', { min, max }),
    }),
    [t],
  );
}
