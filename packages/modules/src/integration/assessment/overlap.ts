import type { Overlap, OverlapPart, SameData } from '@dizuo/api';
import type { Rules } from './standard-rules.ts';
import type { SystemProfile } from './system-profile.ts';
import { alike, dice } from './vocabulary.ts';

type Weights = Rules['overlap'];

/** The score alone; the same figure as `overlapOf(…).score`. */
export function overlapScore(a: SystemProfile, b: SystemProfile, weights: Weights): number {
  return (
    weights.functions * functionsShare(a, b, sameFunctions(a, b, weights)) +
    weights.data * dataShare(a, b, weights) +
    weights.users * usersShare(a, b, weights)
  );
}

/** Both systems side by side. */
export function overlapOf(a: SystemProfile, b: SystemProfile, weights: Weights): Overlap {
  const pairs = sameFunctions(a, b, weights);
  const codes = [...a.data.keys()].filter((code) => b.data.has(code));
  const part = (share: number, weight: number, known: boolean): OverlapPart => ({ share, weight, gives: share * weight, known });
  const functions = {
    ...part(functionsShare(a, b, pairs), weights.functions, a.functions.length > 0 && b.functions.length > 0),
    same: pairs.map(([i, j, value]) => ({ a: a.functions[i]?.text ?? '', b: b.functions[j]?.text ?? '', alike: value })),
    onlyA: a.functions.filter((_, i) => !pairs.some(([x]) => x === i)).map(({ text }) => text),
    onlyB: b.functions.filter((_, j) => !pairs.some(([, y]) => y === j)).map(({ text }) => text),
    uncounted: [...new Set([...a.uncounted, ...b.uncounted])],
  };
  const data = {
    ...part(dataShare(a, b, weights), weights.data, a.data.size > 0 && b.data.size > 0),
    same: codes.map((code) => sameData(a, b, code, weights)),
    onlyA: [...a.data.values()].filter(({ code }) => !b.data.has(code)).map(({ displayName }) => displayName),
    onlyB: [...b.data.values()].filter(({ code }) => !a.data.has(code)).map(({ displayName }) => displayName),
  };
  const users = {
    ...part(usersShare(a, b, weights), weights.users, true),
    lines: [...a.lines].filter(([line]) => b.lines.has(line)).map(([, text]) => text),
    audience: [...a.audience].filter((one) => b.audience.has(one)),
    sameDepartment: a.department === b.department,
  };
  return { score: functions.gives + data.gives + users.gives, functions, data, users };
}

/** Functions paired one to one, the most alike first: indexes in `a` and in `b`, and how alike. */
function sameFunctions(a: SystemProfile, b: SystemProfile, { phraseMatch }: Weights): [number, number, number][] {
  const possible: [number, number, number][] = [];
  a.functions.forEach((x, i) => {
    b.functions.forEach((y, j) => {
      const value = alike(x, y);
      if (value >= phraseMatch && value > 0) possible.push([i, j, value]);
    });
  });
  if (possible.length < 2) return possible;
  possible.sort((x, y) => y[2] - x[2] || x[0] - y[0] || x[1] - y[1]);
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  return possible.filter(([i, j]) => {
    if (usedA.has(i) || usedB.has(j)) return false;
    usedA.add(i);
    usedB.add(j);
    return true;
  });
}

function functionsShare(a: SystemProfile, b: SystemProfile, pairs: readonly [number, number, number][]): number {
  const all = a.functions.length + b.functions.length;
  return all === 0 ? 0 : (2 * pairs.reduce((sum, [, , value]) => sum + value, 0)) / all;
}

function dataShare(a: SystemProfile, b: SystemProfile, weights: Weights): number {
  const all = a.data.size + b.data.size;
  if (all === 0) return 0;
  let sum = 0;
  for (const code of a.data.keys()) if (b.data.has(code)) sum += dataAlike(a, b, code, weights);
  return (2 * sum) / all;
}

function dataAlike(a: SystemProfile, b: SystemProfile, code: string, { sameRecord }: Weights): number {
  const x = a.data.get(code);
  const y = b.data.get(code);
  return x && y ? sameRecord + (1 - sameRecord) * dice(x.plainItems, y.plainItems) : 0;
}

function sameData(a: SystemProfile, b: SystemProfile, code: string, weights: Weights): SameData {
  const x = a.data.get(code);
  const y = b.data.get(code);
  return {
    code,
    displayName: x?.displayName ?? code,
    items: [...(x?.items ?? [])].filter(([item]) => y?.items.has(item)).map(([, text]) => text),
    itemsKnown: (x?.items.size ?? 0) > 0 && (y?.items.size ?? 0) > 0,
    alike: dataAlike(a, b, code, weights),
  };
}

/** What neither says counts as nothing in common, so that little knowledge never looks like much overlap. */
function usersShare(a: SystemProfile, b: SystemProfile, weights: Weights): number {
  return (
    weights.lines * dice(a.plainLines, b.plainLines) +
    weights.audience * dice(a.audience, b.audience) +
    (a.department === b.department ? weights.department : 0)
  );
}
