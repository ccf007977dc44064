import type { KubeObject } from '@dizuo/api';

type Named = Pick<KubeObject, 'metadata'>;

export const ledgerPath = ({ metadata }: Named): string => `/gov/ledgers/${metadata.namespace}`;
export const largeSystemPath = ({ metadata }: Named): string => `/gov/large-systems/${metadata.namespace}/${metadata.name}`;

/** Page of an object that a line of the book names; undefined for kinds without one. */
export function bookPath(kind: string | null, namespace: string | null, name: string | null): string | undefined {
  if (!kind || !namespace || !name) return undefined;
  const pages: Readonly<Record<string, string>> = {
    InformationSystem: `/gov/systems/${namespace}/${name}`,
    LargeSystem: `/gov/large-systems/${namespace}/${name}`,
    LedgerException: `/gov/exceptions/${namespace}/${name}`,
    Disposition: `/gov/decisions/${namespace}/${name}`,
    Application: `/dev/${namespace}/applications/${name}`,
  };
  return pages[kind];
}
