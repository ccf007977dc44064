import type { DataPlaneMatch } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';

/** A match, and why one does not fit, in words. */
export function useMatchWords() {
  const { t } = useWords();
  const value = ({ name, value: wanted, regex }: { name: string; value: string; regex?: boolean }) =>
    t(regex ? 'explain.part.fits' : 'explain.part.equals', { name, value: wanted });
  return {
    parts(match: DataPlaneMatch): string[] {
      const { host, path, method, headers, query } = match;
      return [
        host ? t('explain.part.host', { host }) : t('explain.part.anyHost'),
        t(`explain.part.${path.type}`, { path: path.value }),
        ...(method ? [t('explain.part.method', { method })] : []),
        ...headers.map((header) => t('explain.part.header', { what: value(header) })),
        ...query.map((parameter) => t('explain.part.query', { what: value(parameter) })),
      ];
    },
    misfit(misfit: string): string {
      const [what = '', name = ''] = misfit.split(/ (.*)/s);
      switch (what) {
        case 'listener':
        case 'host':
        case 'path':
        case 'method':
        case 'precedence':
          return t(`explain.misfit.${what}`);
        case 'header':
          return t('explain.misfit.header', { name });
        default:
          return t('explain.misfit.query', { name });
      }
    },
  };
}
