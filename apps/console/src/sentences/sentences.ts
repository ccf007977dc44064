import { accessSentences } from './access.sentences.ts';
import { approvalSentences } from './approval.sentences.ts';
import { appsSentences } from './apps.sentences.ts';
import { assessmentSentences } from './assessment.sentences.ts';
import { catalogSentences } from './catalog.sentences.ts';
import { cockpitSentences } from './cockpit.sentences.ts';
import { coreSentences } from './core.sentences.ts';
import { discoverySentences } from './discovery.sentences.ts';
import { flowsSentences } from './flows.sentences.ts';
import { gatewaySentences } from './gateway.sentences.ts';
import { identitySentences } from './identity.sentences.ts';
import { inventorySentences } from './inventory.sentences.ts';
import { kernelSentences } from './kernel.sentences.ts';
import { ledgerSentences } from './ledger.sentences.ts';
import { packageSentences } from './package.sentences.ts';
import { printingSentences } from './printing.sentences.ts';
import { tenancySentences } from './tenancy.sentences.ts';

/** Chinese of every sentence that the server makes with `say`, by its code. */
export const sentences: Readonly<Record<string, string>> = {
  ...accessSentences,
  ...approvalSentences,
  ...appsSentences,
  ...assessmentSentences,
  ...catalogSentences,
  ...cockpitSentences,
  ...coreSentences,
  ...discoverySentences,
  ...flowsSentences,
  ...gatewaySentences,
  ...identitySentences,
  ...inventorySentences,
  ...kernelSentences,
  ...ledgerSentences,
  ...packageSentences,
  ...printingSentences,
  ...tenancySentences,
};

export { reasonWords } from './reasons.sentences.ts';
