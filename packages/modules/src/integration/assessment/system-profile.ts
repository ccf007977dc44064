import type { InformationSystem, ObjectOf } from '@dizuo/api';
import type { Phrase, Vocabulary } from './vocabulary.ts';
import { plain } from './vocabulary.ts';

export type SystemObject = ObjectOf<typeof InformationSystem>;

export interface HeldData {
  code: string;
  displayName: string;
  /** Plain name to the name as written. */
  items: ReadonlyMap<string, string>;
  plainItems: ReadonlySet<string>;
}

/** What two systems are compared by. */
export interface SystemProfile {
  key: string;
  functions: readonly Phrase[];
  /** Functions that the rules leave out. */
  uncounted: readonly string[];
  /** Nothing was recorded, and the name stands for the function. */
  byName: boolean;
  data: ReadonlyMap<string, HeldData>;
  /** Plain name to the name as written. */
  lines: ReadonlyMap<string, string>;
  plainLines: ReadonlySet<string>;
  audience: ReadonlySet<string>;
  department: string;
}

/** What a profile is read from: a system, or a project that is still on paper. */
export interface Described {
  displayName: string;
  departmentRef: string;
  functions?: readonly string[];
  serviceItems?: readonly string[];
  linesOfBusiness?: readonly string[];
  data?: readonly { code: string; displayName?: string; items?: readonly string[] }[];
  use?: { audience?: readonly string[] };
}

export function systemKey({ metadata: { namespace = '', name } }: { metadata: { namespace?: string; name: string } }): string {
  return `${namespace}/${name}`;
}

export function profileOf(key: string, described: Described, vocabulary: Vocabulary): SystemProfile {
  const written = [...(described.functions ?? []), ...(described.serviceItems ?? [])];
  const byName = written.length === 0;
  const functions = new Map<string, Phrase>();
  const uncounted: string[] = [];
  for (const text of byName ? [described.displayName] : written) {
    const phrase = vocabulary.phrase(text);
    if (phrase) functions.set(phrase.canonical, functions.get(phrase.canonical) ?? phrase);
    else uncounted.push(text);
  }
  const data = (described.data ?? []).map(({ code, displayName, items }): [string, HeldData] => {
    const byPlain = new Map((items ?? []).map((item) => [plain(item), item]));
    return [code, { code, displayName: displayName ?? code, items: byPlain, plainItems: new Set(byPlain.keys()) }];
  });
  const lines = new Map((described.linesOfBusiness ?? []).map((line) => [plain(line), line]));
  return {
    key,
    functions: [...functions.values()],
    uncounted,
    byName,
    data: new Map(data),
    lines,
    plainLines: new Set(lines.keys()),
    audience: new Set(described.use?.audience ?? []),
    department: described.departmentRef,
  };
}
