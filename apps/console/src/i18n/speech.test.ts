import { expect, it } from 'vitest';
import { speechOf } from './speech.ts';

const zh = speechOf('zh-CN', { 'parts.list.total': '共 {{count}} 条', 'parts.remove.title': '{{what}}“{{name}}”，{{what}}' });
const en = speechOf('en', {});

it.each<[string, string, string]>([
  [zh.t('parts.list.total', { count: 3 }), '共 3 条', 'numbers are filled in'],
  [zh.t('parts.remove.title', { what: '删除', name: '$&' }), '删除“$&”，删除', 'a value stands as it is, wherever it is wanted'],
  [zh.t('parts.list.total'), '共 {{count}} 条', 'a value that is not given stays visible'],
  [zh.t('parts.save'), 'parts.save', 'a word that is missing shows its name'],
  [zh.say({ zh: '小型', en: 'Small' }), '小型', 'Chinese first'],
  [en.say({ zh: '小型', en: 'Small' }), 'Small', 'English where there is some'],
  [en.say({ zh: '小型' }), '小型', 'else Chinese'],
  [en.say(undefined, 'small'), 'small', 'else what is given'],
])('%s', (text, expected, _why) => expect(text).toBe(expected));
