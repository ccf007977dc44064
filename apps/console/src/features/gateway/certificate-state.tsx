import type { Certificate, KubeObject, ObjectOf } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { certificateState } from './certificate-values.ts';

/** Whether a certificate is good; that it ends soon stands out. */
export function CertificateState({ certificate }: { certificate: ObjectOf<typeof Certificate> & KubeObject }) {
  const { t } = useWords();
  const { state, reason } = certificateState(certificate);
  return <StateTag state={state} {...(reason === 'ExpiresSoon' ? { word: t('certificates.soon') } : {})} />;
}
