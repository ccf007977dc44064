import { expect, it } from 'vitest';
import { compileChanges } from './compiled-rule.ts';

const given = { remove: ['a', 'host'], set: [{ name: 'B', value: '2' }], add: [{ name: 'C', value: '2' }] };

it('a header filter removes, sets and adds', () => {
  expect(compileChanges(given)).toEqual({ gone: new Set(['a', 'b']), lines: 'B: 2\r\nC: 2\r\n' });
});

it.each(['Content-Length', 'Transfer-Encoding', 'Connection', 'X-Dizuo-Identity'])('a header filter never says or takes %s', (name) => {
  const all = { remove: [name.toLowerCase()], set: [{ name, value: '9' }], add: [{ name, value: '9' }] };
  expect(compileChanges(all)).toEqual({ gone: new Set(), lines: '' });
});
