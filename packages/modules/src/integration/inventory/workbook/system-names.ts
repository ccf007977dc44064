import { pinyin } from 'pinyin-pro';

const longest = 40;

/** A name for a new system from what it is called, unlike all that are taken; it is taken then. */
export function newSystemName(displayName: string, taken: Set<string>): string {
  const sounds = pinyin(displayName.normalize('NFKC'), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const slug = sounds
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '');
  const base = slug || 'system';
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  taken.add(name);
  return name;
}
