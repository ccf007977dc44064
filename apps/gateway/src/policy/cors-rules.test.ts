import type { DataPlaneCors } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { CorsRules } from './cors-rules.ts';

const rules = (given: Partial<DataPlaneCors>) =>
  new CorsRules({ origins: [], credentials: false, methods: [], headers: [], exposeHeaders: [], maxAgeSeconds: 5, ...given });
const from = (origin: string, method = 'GET') => ({ method, get: (name: string) => (name === 'origin' ? origin : undefined) });
const allowedOrigin = (origins: string[], origin: string) =>
  rules({ origins })
    .answer(from(origin))
    .find(([name]) => name === 'Access-Control-Allow-Origin')?.[1];

describe('an origin', () => {
  it.each([
    ['https://a.cn', 'https://a.cn', 'https://a.cn', 'itself'],
    ['https://a.cn', 'http://a.cn', undefined, 'another scheme'],
    ['https://a.cn', 'https://a.cn:8443', undefined, 'another port'],
    ['https://a.cn:8443', 'https://a.cn:8443', 'https://a.cn:8443', 'a port that is named'],
    ['https://*.a.cn', 'https://b.a.cn', 'https://b.a.cn', 'a label for the star'],
    ['https://*.a.cn', 'https://c.b.a.cn', 'https://c.b.a.cn', 'several labels'],
    ['https://*.a.cn', 'https://a.cn', undefined, 'no label'],
    ['https://*.a.cn', 'https://ba.cn', undefined, 'half a label'],
    ['https://*', 'https://b.cn', 'https://b.cn', 'any host of a scheme'],
    ['https://*', 'https://b.cn:1', undefined, 'a star is no port'],
    ['*', 'null', '*', 'any'],
  ])('%s allows %s: %s (%s)', (allowed, origin, expected, _why) => {
    expect(allowedOrigin([allowed], origin)).toBe(expected);
  });
});

it('says what was asked for rather than a star where credentials go along', () => {
  const get = (name: string) =>
    ({ origin: 'https://a.cn', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' })[name];
  const all = { origins: ['*'], methods: ['*'], headers: ['*'] };
  const told = Object.fromEntries(rules({ ...all, credentials: true }).preflight({ method: 'OPTIONS', get }));
  expect(told).toMatchObject({
    'Access-Control-Allow-Origin': 'https://a.cn',
    'Access-Control-Allow-Methods': 'PUT',
    'Access-Control-Allow-Headers': 'x-a',
  });
  const plain = Object.fromEntries(rules(all).preflight({ method: 'OPTIONS', get }));
  expect(plain).toMatchObject({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': '*' });
});

it('knows a question from a request', () => {
  const get = (fields: Record<string, string>) => (name: string) => fields[name];
  const asked = { origin: 'https://a.cn', 'access-control-request-method': 'PUT' };
  expect(CorsRules.askedMethod({ method: 'OPTIONS', get: get(asked) })).toBe('PUT');
  expect(CorsRules.askedMethod({ method: 'GET', get: get(asked) })).toBeUndefined();
  expect(CorsRules.askedMethod({ method: 'OPTIONS', get: get({ origin: 'https://a.cn' }) })).toBeUndefined();
});
