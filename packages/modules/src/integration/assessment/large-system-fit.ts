import type { LargeSystem, ObjectOf } from '@dizuo/api';
import type { Rules } from './standard-rules.ts';
import type { SystemProfile } from './system-profile.ts';
import { alike, type Phrase, plain, type Vocabulary } from './vocabulary.ts';

export type LargeSystemObject = ObjectOf<typeof LargeSystem>;

/**
 * How well a system would live in a large system, 0 to 1: the share of its functions that the modules have, and of its lines of business,
 * by the weights of functions and users. 1 for a system that the large one was formed from. Pure.
 */
export function fitOf(
  profile: SystemProfile,
  { metadata, spec }: LargeSystemObject,
  vocabulary: Vocabulary,
  weights: Rules['overlap'],
): number {
  const [namespace, name] = profile.key.split('/');
  if (metadata.namespace === namespace && spec.formedFrom?.includes(name ?? '')) return 1;
  const modules = [spec.displayName, ...(spec.modules ?? []).map(({ displayName }) => displayName)].flatMap(
    (text) => vocabulary.phrase(text) ?? [],
  );
  const lines = new Set((spec.linesOfBusiness ?? []).map(plain));
  const sharedLines = [...profile.plainLines].filter((line) => lines.has(line)).length;
  const functions =
    profile.functions.length === 0 ? 0 : covered(profile.functions, modules, weights.phraseMatch) / profile.functions.length;
  const users = profile.plainLines.size === 0 ? 0 : sharedLines / profile.plainLines.size;
  const all = weights.functions + weights.users;
  return all === 0 ? 0 : (weights.functions * functions + weights.users * users) / all;
}

/** The module of a large system whose name is most like what a system does; undefined where none is like it and there are several. Pure. */
export function fittingModule({ functions }: SystemProfile, { spec }: LargeSystemObject, vocabulary: Vocabulary): string | undefined {
  const modules = spec.modules ?? [];
  const [only] = modules;
  if (modules.length <= 1) return only?.name;
  const scored = modules.map(({ name, displayName }) => {
    const phrase = vocabulary.phrase(displayName);
    return { name, score: phrase ? Math.max(0, ...functions.map((one) => alike(one, phrase))) : 0 };
  });
  const [best] = scored.toSorted((x, y) => y.score - x.score || (x.name < y.name ? -1 : 1));
  return best && best.score > 0 ? best.name : undefined;
}

function covered(functions: readonly Phrase[], modules: readonly Phrase[], least: number): number {
  return functions.reduce((sum, one) => {
    const best = Math.max(0, ...modules.map((module) => alike(one, module)));
    return sum + (best >= least ? best : 0);
  }, 0);
}
