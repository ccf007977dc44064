import { appLocale } from '../app/app.locale.ts';
import { identityLocale } from '../features/identity/identity.locale.ts';
import { partsLocale } from '../parts/parts.locale.ts';

/** The words of the whole console by feature; a feature's words stand beside its pages. */
export const catalog = {
  app: appLocale,
  identity: identityLocale,
  parts: partsLocale,
};
