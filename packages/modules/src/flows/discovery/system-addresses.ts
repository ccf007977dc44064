import type { InformationSystem, ObjectOf } from '@dizuo/api';

type SystemObject = ObjectOf<typeof InformationSystem>;

/** Systems by where they are, each within its tenant: `namespace host:port`, and `namespace host` where no port is said. */
export type SystemAddresses = ReadonlyMap<string, ReadonlySet<SystemObject>>;

/** By addresses and by hosts. Pure. */
export function systemAddresses(systems: readonly SystemObject[]): SystemAddresses {
  const index = new Map<string, Set<SystemObject>>();
  for (const system of systems) {
    const { namespace } = system.metadata;
    const places = [...(system.spec.addresses ?? []), ...(system.spec.hosting?.hosts ?? []).flatMap(({ address }) => address ?? [])];
    for (const place of places.map(placeOf)) {
      const key = `${namespace} ${place}`;
      index.set(key, (index.get(key) ?? new Set()).add(system));
    }
  }
  return index;
}

/** The one system of the tenant at `host:port`; undefined where there is none, or several that share the host. Pure. */
export function systemAt(index: SystemAddresses, namespace: string, address: string): SystemObject | undefined {
  const place = placeOf(address);
  const host = place.replace(/:\d+$/, '');
  for (const key of [place, host]) {
    const [only, ...others] = index.get(`${namespace} ${key}`) ?? [];
    if (only && others.length === 0) return only;
  }
  return undefined;
}

/** `https://a.example/x` is `a.example:443`, `10.1.2.3:80` is itself, `10.1.2.3` any port of it. */
function placeOf(address: string): string {
  const hasScheme = address.includes('://');
  const url = URL.parse(hasScheme ? address : `tcp://${address}`);
  if (!url) return address.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : hasScheme && url.protocol === 'http:' ? '80' : '');
  return `${url.hostname.toLowerCase()}${port ? `:${port}` : ''}`;
}
