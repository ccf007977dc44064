import type { FastifyInstance } from 'fastify';
import type { KindRegistry, ServedKind } from '../admission/kind-registry.ts';
import { reviewResources } from './reviews.ts';

const open = { config: { access: { kind: 'signed-in', why: 'clients discover the API before their first call' } } } as const;
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const readVerbs = ['get', 'list', 'watch'];

/** What kubectl asks first: which groups, versions and resources there are. Kubernetes API concepts, "API discovery". */
export function installDiscovery(app: FastifyInstance, kinds: KindRegistry, version: string): void {
  const groups = groupsOf(kinds);
  const [major = '0', minor = '0'] = version.split('.');
  app.get('/version', { config: { access: { kind: 'public', why: 'tells no more than the product version' } } }, () => ({
    major,
    minor,
    gitVersion: `v${version}`,
    platform: `${process.platform}/${process.arch}`,
  }));
  app.get('/api', open, () => ({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }));
  app.get('/api/v1', open, () => resourceList(kinds, '', 'v1'));
  app.get('/apis', open, () => ({ kind: 'APIGroupList', apiVersion: 'v1', groups }));
  for (const group of groups) {
    app.get(`/apis/${group.name}`, open, () => ({ kind: 'APIGroup', apiVersion: 'v1', ...group }));
    for (const { version: served } of group.versions) {
      app.get(`/apis/${group.name}/${served}`, open, () => resourceList(kinds, group.name, served));
    }
  }
}

interface Group {
  name: string;
  versions: { groupVersion: string; version: string }[];
  preferredVersion: { groupVersion: string; version: string };
}

function groupsOf(kinds: KindRegistry): Group[] {
  const groups = new Map<string, Set<string>>([['authorization.k8s.io', new Set(['v1'])]]);
  for (const { kind, versions } of kinds.all) {
    if (!kind.group) continue;
    const known = groups.get(kind.group) ?? new Set();
    for (const { version } of versions) known.add(version);
    groups.set(kind.group, known);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, known]) => {
      const versions = [...known].map((version) => ({ groupVersion: `${name}/${version}`, version }));
      return { name, versions, preferredVersion: versions[0] as { groupVersion: string; version: string } };
    });
}

function resourceList(kinds: KindRegistry, group: string, version: string): unknown {
  const resources = kinds.all
    .filter(({ kind, versions }) => kind.group === group && versions.some((v) => v.version === version))
    .flatMap(resourcesOf);
  if (group === 'authorization.k8s.io') resources.push(...reviewResources);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group ? `${group}/${version}` : version, resources };
}

export interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
}

function resourcesOf({ kind }: ServedKind): Resource[] {
  const namespaced = kind.scope === 'Namespaced';
  const main: Resource = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced,
    kind: kind.kind,
    verbs: kind.readOnly ? readVerbs : verbs,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
  };
  if (!kind.hasStatus) return [main];
  return [main, { name: `${kind.plural}/status`, singularName: '', namespaced, kind: kind.kind, verbs: ['get', 'patch', 'update'] }];
}
