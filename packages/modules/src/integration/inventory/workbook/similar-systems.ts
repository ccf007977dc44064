import { pinyin } from 'pinyin-pro';

/** What a system is known by. */
export interface Known {
  /** Unique: where it stands. */
  id: string;
  displayName: string;
  addresses: readonly string[];
}

export type Likeness = 'name' | 'pinyin' | 'short' | 'near' | 'address';

/** Words that most names have and that tell nothing. */
const fillers = /(信息化|信息|管理|服务|综合|业务|平台|系统|应用|软件|子|区|市|局|的)/g;
const nearEnough = 0.75;
const shortest = 2;

/**
 * Finds systems that may be the same by name, by pinyin (names that sound alike), as a short form, by nearly the same characters, or by
 * address. Proposals for people: it finds too many rather than too few.
 */
export class SimilarSystems {
  readonly #byName = new Map<string, string[]>();
  readonly #bySound = new Map<string, string[]>();
  readonly #byAddress = new Map<string, string[]>();
  readonly #byPair = new Map<string, string[]>();
  readonly #byStart = new Map<string, string[]>();
  readonly #cores = new Map<string, string>();

  add({ id, displayName, addresses }: Known): void {
    const core = coreOf(displayName);
    this.#cores.set(id, core);
    put(this.#byName, plain(displayName), id);
    put(this.#bySound, soundOf(displayName), id);
    for (const address of addresses) put(this.#byAddress, placeOf(address), id);
    for (const pair of pairsOf(core)) put(this.#byPair, pair, id);
    if (core) put(this.#byStart, core[0] as string, id);
  }

  /** The most telling likeness of each; best first, at most five. */
  of({ displayName, addresses }: Omit<Known, 'id'>): { id: string; likeness: Likeness }[] {
    const found = new Map<string, Likeness>();
    const note = (ids: readonly string[] | undefined, likeness: Likeness) => {
      for (const id of ids ?? []) if (!found.has(id)) found.set(id, likeness);
    };
    note(this.#byName.get(plain(displayName)), 'name');
    for (const address of addresses) note(this.#byAddress.get(placeOf(address)), 'address');
    note(this.#bySound.get(soundOf(displayName)), 'pinyin');
    const core = coreOf(displayName);
    note(this.#near(core), 'near');
    note(
      (this.#byStart.get(core[0] ?? '') ?? []).filter((id) => isShortOf(core, this.#cores.get(id) ?? '')),
      'short',
    );
    return [...found].slice(0, 5).map(([id, likeness]) => ({ id, likeness }));
  }

  /** Dice coefficient of character pairs. */
  #near(core: string): string[] {
    const own = pairsOf(core);
    const shared = new Map<string, number>();
    for (const pair of own) for (const id of this.#byPair.get(pair) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    return [...shared]
      .map(([id, count]): [string, number] => [id, (2 * count) / (own.size + pairsOf(this.#cores.get(id) ?? '').size)])
      .filter(([, share]) => share >= nearEnough)
      .sort(([, a], [, b]) => b - a)
      .map(([id]) => id);
  }
}

/** One name is made of characters of the other, in order, and begins alike: 垃分 for 垃圾分类. */
function isShortOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < shortest || short.length === long.length || short.length * 2 < long.length) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** Width, case, spaces and brackets do not count. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s()（）【】[\]「」“”"'·\-—_.,，、]/g, '');
}

function coreOf(name: string): string {
  const text = plain(name);
  return text.replaceAll(fillers, '') || text;
}

function soundOf(name: string): string {
  return pinyin(plain(name), { toneType: 'none', type: 'array' }).join(' ');
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) pairs.add(text.slice(i, i + 2));
  if (text.length === 1) pairs.add(text);
  return pairs;
}

/** Host, port and first part of the path: several systems may stand on one host. */
function placeOf(address: string): string {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (!url) return address;
  return `${url.host}/${url.pathname.split('/')[1] ?? ''}`.toLowerCase();
}

function put(into: Map<string, string[]>, key: string, id: string): void {
  if (!key) return;
  const ids = into.get(key);
  if (ids) ids.push(id);
  else into.set(key, [id]);
}
