import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalog } from './catalog.ts';
import type { Words } from './define-locale.ts';

const source = join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name),
);
const paths = (words: Words, prefix = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${prefix}${key}`] : paths(value, `${prefix}${key}.`)));
const textAt = (words: Words, path: string) => path.split('.').reduce<unknown>((node, key) => (node as Words)[key], words) as string;
const han = /\p{Script=Han}/u;
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted();

describe.each(Object.entries(catalog))('words of %s', (_name, locale) => {
  const zh = locale.zh as Words;
  const en = locale.en as Words;

  it('have the same keys in both languages', () => expect(paths(en).toSorted()).toEqual(paths(zh).toSorted()));
  it('are never empty', () => expect(paths(zh).filter((path) => !textAt(zh, path) || !textAt(en, path))).toEqual([]));
  it('hold no Chinese in English', () => expect(paths(en).filter((path) => han.test(textAt(en, path)))).toEqual([]));
  it('fill in the same values', () =>
    expect(paths(zh).filter((path) => placeholders(textAt(zh, path)).join() !== placeholders(textAt(en, path)).join())).toEqual([]));
});

describe('source', () => {
  it('holds Chinese only in locale files, and each language’s own name', () => {
    const allowed = (name: string) => /\.(locale|sentences)\.ts$/.test(name) || name === join('i18n', 'language.ts');
    const found = files.filter((name) => !allowed(name) && han.test(readFileSync(join(source, name), 'utf8')));
    expect(found).toEqual([]);
  });

  it('uses every word that there is', () => {
    const text = files
      .filter((name) => !name.endsWith('.locale.ts'))
      .map((name) => readFileSync(join(source, name), 'utf8'))
      .join('\n');
    const templates = [...text.matchAll(/`([a-z]+(?:\.[A-Za-z]+)*\.)\$\{/g)].map((match) => match[1] ?? '');
    const all = Object.entries(catalog).flatMap(([feature, locale]) => paths(locale.zh as Words, `${feature}.`));
    const unused = all.filter((path) => !text.includes(`'${path}'`) && !templates.some((start) => path.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
