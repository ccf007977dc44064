import { expect, it } from 'vitest';
import { reasonWords, sentences } from './sentences.ts';
import { readSourceWords } from './source-words.ts';

const source = readSourceWords();
const codes = new Set(source.sentences.map((sentence) => sentence.code));

it('has Chinese for every sentence that the server makes', () =>
  expect(source.sentences.filter(({ code }) => !sentences[code]).map(({ code, at }) => `${at} ${code}`)).toEqual([]));

it('has no Chinese without its sentence', () => expect(Object.keys(sentences).filter((code) => !codes.has(code))).toEqual([]));

it('gives one meaning to each code', () => {
  const english = new Map<string, Set<string>>();
  for (const { code, english: text } of source.sentences) english.set(code, (english.get(code) ?? new Set()).add(text));
  const meanings = [...english].filter(([, texts]) => texts.size > 1).map(([code, texts]) => `${code}: ${[...texts].join(' | ')}`);
  expect(meanings).toEqual([]);
});

it('fills in no value that the sentence does not have', () => {
  const most = (text: string) => Math.max(-1, ...[...text.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])));
  expect(source.sentences.filter(({ code, values }) => most(sentences[code] ?? '') >= values).map(({ code }) => code)).toEqual([]);
});

it('heads every condition and event with a Chinese word', () =>
  expect([...source.headings].filter((heading) => !reasonWords[heading])).toEqual([]));

it('finds no words for people that are not made by `say`', () => expect(source.bare).toEqual([]));
