import { say, spoken } from '@dizuo/api';
import { expect, it } from 'vitest';
import { composed, type Told } from './server-words.ts';

const chinese = { Full: '{1} 只剩 {0}', Broken: '坏了：{0}' };
const inner = say('Full')`only ${2} left of ${'disk'}`;

it.each<[Told, string, string]>([
  [spoken(inner), 'disk 只剩 2', 'values stand where the language wants them'],
  [spoken(say('Broken')`broken: ${inner}`), '坏了：disk 只剩 2', 'a sentence within a sentence'],
  [spoken(say('Broken')`broken: ${say('New')`something new`}`), '坏了：something new', 'the part that is not known stays English'],
  [spoken(say('New')`something new`), 'something new', 'a newer server’s sentence: its own message is shown'],
  [spoken('what a person wrote'), 'what a person wrote', 'plain words are shown as they are'],
  [{}, '', 'nothing was told'],
])('%# %s', (told, text, _why) => expect(composed(told, chinese)).toBe(text));
