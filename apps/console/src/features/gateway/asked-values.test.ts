import { describe, expect, it } from 'vitest';
import { type AskedValues, askedRequest, departmentsAbove, nothingAsked, pastedRequest } from './asked-values.ts';

const above = departmentsAbove([
  { metadata: { name: 'district' }, spec: {} },
  { metadata: { name: 'bureau' }, spec: { parentRef: 'district' } },
  { metadata: { name: 'office' }, spec: { parentRef: 'bureau' } },
]);
const asked = (part: Partial<AskedValues>, tenant?: string) => askedRequest({ ...nothingAsked, ...part }, { tenant, above });

describe('the request that a form stands for', () => {
  it.each([
    ['an address', { url: 'https://Shop.cn:8443/a/b?x=1' }, { host: 'shop.cn', port: 8443, path: '/a/b?x=1', method: 'GET' }],
    ['without scheme', { url: 'shop.cn/a' }, { host: 'shop.cn', path: '/a', method: 'GET' }],
    ['a host alone', { url: 'shop.cn' }, { host: 'shop.cn', path: '/', method: 'GET' }],
    [
      'headers',
      { url: 'shop.cn', headers: 'X-Preview: yes\n\nAccept:*/*' },
      { host: 'shop.cn', path: '/', method: 'GET', headers: { 'X-Preview': 'yes', Accept: '*/*' } },
    ],
    [
      'a person is in all departments above',
      { url: 'shop.cn', who: 'person' as const, user: 'clerk', departments: ['office'] },
      { host: 'shop.cn', path: '/', method: 'GET', who: { user: 'clerk', departments: ['office', 'bureau', 'district'] } },
    ],
    ['nothing', {}, 'badUrl'],
    ['no host', { url: 'http://' }, 'badUrl'],
    ['no header', { url: 'shop.cn', headers: 'just words' }, 'badHeader'],
  ])('%s', (_why, values, expected) => expect(asked(values)).toEqual(expected));

  it('names a program of the tenant in full', () => {
    const program = { url: 'shop.cn', who: 'program' as const, consumer: 'app' };
    expect(asked(program, 't-a')).toMatchObject({ who: { consumer: 't-a/app' } });
    expect(asked({ ...program, consumer: 't-b/app' }, 't-a')).toMatchObject({ who: { consumer: 't-b/app' } });
  });
});

describe('what is pasted', () => {
  it.each([
    [
      'a line of the access log',
      '{"level":"info","method":"POST","host":"shop.cn:8421","path":"/a","status":200}',
      { method: 'POST', url: 'http://shop.cn:8421/a' },
    ],
    [
      'curl',
      `curl -X PUT 'https://shop.cn/a?b=1' -H 'X-Preview: yes' \\\n  -H "Accept: text/html"`,
      { method: 'PUT', url: 'https://shop.cn/a?b=1', headers: 'X-Preview: yes\nAccept: text/html' },
    ],
    ['curl with a body', `curl https://shop.cn/a --data-raw '{"x":1}'`, { method: 'POST', url: 'https://shop.cn/a', headers: '' }],
    ['curl for the head', 'curl -s -I shop.cn', { method: 'HEAD', url: 'shop.cn', headers: '' }],
    ['an address, left as it is', 'https://shop.cn/', undefined],
    ['JSON that is no request', '{"a":1}', undefined],
    ['no JSON', '{oops', undefined],
  ])('%s', (_why, text, expected) => expect(pastedRequest(text)).toEqual(expected));
});
