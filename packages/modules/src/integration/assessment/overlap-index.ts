import { overlapScore } from './overlap.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemProfile } from './system-profile.ts';
import type { Phrase } from './vocabulary.ts';

export interface Found {
  key: string;
  score: number;
}

/**
 * Finds the systems that overlap with one, without comparing it with each: from its functions and records to the systems that have the
 * same (inverted indexes), and an exact score only for those whose upper bound reaches the threshold. Finds exactly what comparing all
 * would find, as long as users alone cannot reach the threshold (weight of users under the threshold), which the rules are held to.
 */
export class OverlapIndex {
  readonly #weights: Rules['overlap'];
  readonly #slots: (SystemProfile | undefined)[] = [];
  readonly #slotOf = new Map<string, number>();
  readonly #free: number[] = [];
  readonly #byPhrase = new Map<string, number[]>();
  readonly #byCode = new Map<string, number[]>();
  readonly #phrases = new PhraseBook();
  /** Sums of the present search, by slot; zero between searches. */
  #functionSums = new Float64Array(1024);
  #dataSums = new Float64Array(1024);

  constructor(weights: Rules['overlap']) {
    this.#weights = weights;
  }

  get size(): number {
    return this.#slotOf.size;
  }

  get(key: string): SystemProfile | undefined {
    return this.#slots[this.#slotOf.get(key) ?? -1];
  }

  put(profile: SystemProfile): void {
    this.remove(profile.key);
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = profile;
    this.#slotOf.set(profile.key, slot);
    for (const phrase of profile.functions) {
      this.#phrases.add(phrase, this.#weights.phraseMatch);
      append(this.#byPhrase, phrase.canonical, slot);
    }
    for (const code of profile.data.keys()) append(this.#byCode, code, slot);
    if (slot >= this.#functionSums.length) this.#grow(slot);
  }

  remove(key: string): void {
    const slot = this.#slotOf.get(key);
    const profile = this.get(key);
    if (slot === undefined || !profile) return;
    for (const { canonical } of profile.functions) takeOut(this.#byPhrase, canonical, slot);
    for (const code of profile.data.keys()) takeOut(this.#byCode, code, slot);
    this.#slots[slot] = undefined;
    this.#slotOf.delete(key);
    this.#free.push(slot);
  }

  /** Systems whose overlap with the profile reaches the threshold, but not itself; in no particular order. */
  search(profile: SystemProfile, threshold = this.#weights.threshold): Found[] {
    const touched = this.#gather(profile);
    const { functions, data, users } = this.#weights;
    const found: Found[] = [];
    for (const slot of touched) {
      const other = this.#slots[slot];
      const functionSum = this.#functionSums[slot] ?? 0;
      const dataSum = this.#dataSums[slot] ?? 0;
      this.#functionSums[slot] = 0;
      this.#dataSums[slot] = 0;
      if (!other || other.key === profile.key) continue;
      const bound =
        functions * Math.min(1, (2 * functionSum) / Math.max(1, profile.functions.length + other.functions.length)) +
        data * ((2 * dataSum) / Math.max(1, profile.data.size + other.data.size)) +
        users;
      if (bound < threshold) continue;
      const score = overlapScore(profile, other, this.#weights);
      if (score >= threshold) found.push({ key: other.key, score });
    }
    return found;
  }

  #gather(profile: SystemProfile): number[] {
    const touched: number[] = [];
    const note = (sums: Float64Array, slot: number, value: number) => {
      if (this.#functionSums[slot] === 0 && this.#dataSums[slot] === 0) touched.push(slot);
      sums[slot] = (sums[slot] ?? 0) + value;
    };
    for (const phrase of profile.functions) {
      for (const [canonical, value] of this.#phrases.alike(phrase, this.#weights.phraseMatch)) {
        for (const slot of this.#byPhrase.get(canonical) ?? []) note(this.#functionSums, slot, value);
      }
    }
    for (const code of profile.data.keys()) {
      for (const slot of this.#byCode.get(code) ?? []) note(this.#dataSums, slot, 1);
    }
    return touched;
  }

  #grow(slot: number): void {
    const size = 2 ** Math.ceil(Math.log2(slot + 1));
    this.#functionSums = new Float64Array(size);
    this.#dataSums = new Float64Array(size);
  }
}

/** Which phrases are alike: each new one is compared only with those that share character pairs. Phrases are few beside systems and are kept. */
class PhraseBook {
  readonly #alike = new Map<string, Map<string, number>>();
  readonly #byGram = new Map<string, Phrase[]>();

  add(phrase: Phrase, least: number): void {
    if (this.#alike.has(phrase.canonical)) return;
    const alike = this.#compared(phrase, least);
    alike.set(phrase.canonical, 1);
    this.#alike.set(phrase.canonical, alike);
    for (const [other, value] of alike) this.#alike.get(other)?.set(phrase.canonical, value);
    for (const gram of phrase.grams) append(this.#byGram, gram, phrase);
  }

  alike(phrase: Phrase, least: number): ReadonlyMap<string, number> {
    return this.#alike.get(phrase.canonical) ?? this.#compared(phrase, least);
  }

  #compared(phrase: Phrase, least: number): Map<string, number> {
    const shared = new Map<Phrase, number>();
    for (const gram of phrase.grams) for (const other of this.#byGram.get(gram) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    const alike = new Map<string, number>();
    for (const [other, count] of shared) {
      const value = (2 * count) / (phrase.grams.size + other.grams.size);
      if (value >= least) alike.set(other.canonical, value);
    }
    return alike;
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function takeOut<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  const at = values?.indexOf(value) ?? -1;
  if (!values || at < 0) return;
  values[at] = values[values.length - 1] as V;
  values.pop();
  if (values.length === 0) map.delete(key);
}
