import { expect, test } from 'vitest';
import { policyKindOf, policyKinds, policyPlurals, targetOf, targetWord } from './policy-kinds.ts';

test('an address names a policy by the plural of its kind', () => {
  for (const plural of policyPlurals) expect(policyKinds[plural].plural).toBe(plural);
  expect(policyKindOf('ratelimitpolicies')?.kind).toBe('RateLimitPolicy');
  expect(policyKindOf('secrets')).toBeUndefined();
  expect(policyKindOf('toString')).toBeUndefined();
});

test('a target goes through one word and back', () => {
  const rule = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'permit', sectionName: 'upload' };
  expect(targetWord(rule)).toBe('HTTPRoute/permit/upload');
  expect(targetOf(targetWord(rule))).toEqual(rule);
  expect(targetOf('Workload/web')).toEqual({ group: 'apps.dizuo', kind: 'Workload', name: 'web' });
});
