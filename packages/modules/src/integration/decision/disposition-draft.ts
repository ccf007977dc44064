import type { DispositionDraft, DraftGap, InformationSystem, LargeSystem, ObjectOf } from '@dizuo/api';
import type { AssessedSystem } from '../assessment/index.ts';

type Large = ObjectOf<typeof LargeSystem>;
type Spec = ObjectOf<typeof InformationSystem>['spec'];

export interface DraftWorld {
  largeSystems: readonly Large[];
  /** The module of a large system that is most like the system; undefined where it has none. */
  moduleFor(system: AssessedSystem, large: Large): string | undefined;
  /** What hosts at the gateway end in, such as `apps.example`. */
  domain: string;
}

/** A disposition as the assessment proposes it, with what people have to add; undefined where it proposes nothing. Pure. */
export function dispositionDraft(assessed: AssessedSystem, world: DraftWorld): DispositionDraft | undefined {
  const { key, system, proposal } = assessed;
  if (!proposal) return undefined;
  const { metadata, spec } = system;
  const draft = {
    key,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    displayName: spec.displayName,
    departmentRef: spec.departmentRef,
    level: spec.level,
    way: proposal.way,
    reasons: proposal.reasons,
    against: proposal.against,
  };
  if (proposal.way === 'merge') return { ...draft, ...mergeInto(assessed, world) };
  if (proposal.way === 'connect') return { ...draft, ...connectAt(metadata.name, spec, world.domain) };
  return { ...draft, missing: [] };
}

type Part = Pick<DispositionDraft, 'merge' | 'connect' | 'into' | 'missing'>;

function mergeInto(assessed: AssessedSystem, { largeSystems, moduleFor }: DraftWorld): Part {
  const wanted = assessed.proposal?.largeSystem?.key;
  const large = largeSystems.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === wanted);
  if (!large) return { missing: ['largeSystem'] };
  const module = moduleFor(assessed, large);
  const part = large.spec.modules?.find(({ name }) => name === module);
  if (!module || !part) return { into: large.spec.displayName, missing: ['module'] };
  return {
    merge: { largeSystemRef: large.metadata.name, module },
    into: `${large.spec.displayName} · ${part.displayName}`,
    missing: [],
  };
}

function connectAt(name: string, { addresses }: Spec, domain: string): Part {
  const found = (addresses ?? []).map(addressOf).find((one) => one !== undefined);
  const host = `${name}.${domain}`;
  const missing: DraftGap[] = found ? [] : ['address'];
  return { ...(found ? { connect: { host, ...found, signIn: 'required' as const } } : {}), into: host, missing };
}

/** host:port of a URL or of `host[:port]`. Pure. */
function addressOf(text: string): { address: string; tls: boolean } | undefined {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (!url?.hostname || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const tls = url.protocol === 'https:';
  return { address: `${url.hostname}:${url.port || (tls ? 443 : 80)}`, tls };
}
