import { describe, expect, it } from 'vitest';
import { standardRules } from './standard-rules.ts';
import { alike, type Phrase, vocabularyOf } from './vocabulary.ts';

const vocabulary = vocabularyOf(standardRules);

describe('phrase', () => {
  it.each([
    ['户外招牌审核', '户外招牌审批', 'synonyms become one word'],
    ['户外招牌 许可证（电子）', '户外招牌证照电子', 'the longest synonym wins: 许可证 is no 许可'],
    ['古树名木管理系统', '古树名木', 'fill words say nothing'],
    ['ＧＩＳ 地图', 'gis地图', 'width and case do not matter'],
  ])('%s is compared as %s: %s', (text, canonical) => expect(vocabulary.phrase(text)?.canonical).toBe(canonical));

  it.each([
    ['统计分析', 'a synonym of a common function'],
    ['统计查询', 'two common functions in one'],
    ['用户管理', 'common, less its fill word'],
    ['管理系统', 'only fill words'],
    ['——', 'only punctuation'],
  ])('%s does not count: %s', (text) => expect(vocabulary.phrase(text)).toBeUndefined());
});

describe('alike', () => {
  const phrase = (text: string) => vocabulary.phrase(text) as Phrase;
  it.each([
    ['户外招牌审批', '户外招牌许可', 1, 'the same by synonyms'],
    ['户外招牌审批', '审批户外招牌', 0.8, 'order costs little'],
    ['绿化养护巡查', '道路保洁巡查', 0.2, 'one shared word is not the same function'],
    ['垃圾清运', '校园安全', 0, 'nothing in common'],
  ])('%s and %s: %d, %s', (a, b, expected) => expect(alike(phrase(a), phrase(b))).toBeCloseTo(expected, 5));
});
