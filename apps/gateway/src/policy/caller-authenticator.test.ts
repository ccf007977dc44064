import { createHash, createHmac } from 'node:crypto';
import type { DataPlaneAccess, DataPlaneConsumer } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { CallerAuthenticator, type CallerRequest } from './caller-authenticator.ts';
import { ConsumerDirectory } from './consumer-directory.ts';

const key = 'a-key-of-somebody-123';
const secret = Buffer.from('0123456789abcdef0123456789abcdef');
const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
const consumers: DataPlaneConsumer[] = [
  { id: 't-a/shop', apiKeys: [hash(key)], hmac: [{ keyId: 'shop', secret: secret.toString('base64') }] },
  { id: 't-b/stranger', apiKeys: [hash('a-key-of-a-stranger-1')] },
  { id: 't-a/other', apiKeys: [hash('a-key-of-another-123')] },
];
const access = (over: Partial<DataPlaneAccess> = {}): DataPlaneAccess => ({
  require: 'signed-in',
  audience: 't-a/route',
  anonymousPaths: [],
  consumerNamespace: 't-a',
  authentication: {
    session: false,
    apiKey: { header: 'x-api-key', queryParam: 'key' },
    hmac: { components: ['@method', '@path'], maxAgeMs: 60_000 },
  },
  ...over,
});
const request = (fields: Record<string, string[]> = {}, over: Partial<CallerRequest> = {}): CallerRequest => ({
  method: 'GET',
  scheme: 'https',
  host: 'app.example',
  path: '/x',
  query: '',
  values: (name) => fields[name] ?? [],
  cookies: () => [],
  ...over,
});
const now = 1000;
const authenticator = new CallerAuthenticator(
  new ConsumerDirectory(consumers),
  () => [],
  () => now,
);

function signed(path: string): Record<string, string[]> {
  const input = `("@method" "@path");created=${now - 5};keyid="shop"`;
  const base = `"@method": GET\n"@path": ${path}\n"@signature-params": ${input}`;
  return { 'signature-input': [`s=${input}`], signature: [`s=:${createHmac('sha256', secret).update(base).digest('base64')}:`] };
}

describe('who calls', () => {
  it.each([
    ['nothing proves nothing', request(), access(), { kind: 'none' }],
    ['a key', request({ 'x-api-key': [key] }), access(), { kind: 'caller', caller: { name: 't-a/shop' } }],
    ['a key in the query', request({}, { query: `a=1&key=${key}` }), access(), { kind: 'caller' }],
    ['a wrong key', request({ 'x-api-key': ['a-key-of-nobody-1234'] }), access(), { kind: 'refused', status: 401 }],
    ['two keys', request({ 'x-api-key': [key, key] }), access(), { kind: 'refused', status: 401 }],
    ['a key of another namespace', request({ 'x-api-key': ['a-key-of-a-stranger-1'] }), access(), { kind: 'refused', status: 403 }],
    [
      'a key that is not on the list',
      request({ 'x-api-key': ['a-key-of-another-123'] }),
      access({ consumers: ['t-a/shop'] }),
      { kind: 'refused', status: 403 },
    ],
    [
      'a wrong key where none is needed',
      request({ 'x-api-key': ['a-key-of-nobody-1234'] }),
      access({ require: 'optional' }),
      { kind: 'refused', status: 401 },
    ],
    ['a signature', request(signed('/x')), access(), { kind: 'caller', caller: { name: 't-a/shop' } }],
    ['a signature over another path', request(signed('/y')), access(), { kind: 'refused', status: 401 }],
    ['a route without such ways', request({ 'x-api-key': [key] }), access({ authentication: undefined }), { kind: 'none' }],
  ] as const)('%s', async (_why, given, rules, expected) => {
    expect(await authenticator.authenticate(rules, given)).toMatchObject(expected);
  });
});
