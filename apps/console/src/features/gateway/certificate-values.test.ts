import { describe, expect, it } from 'vitest';
import { certificateState, uncovered, unwatchedSecrets } from './certificate-values.ts';

it.each([
  ['the same', ['shop.cn'], ['shop.cn'], []],
  ['a wildcard, one label', ['a.shop.cn'], ['*.shop.cn'], []],
  ['not two labels', ['a.b.shop.cn'], ['*.shop.cn'], ['a.b.shop.cn']],
  ['not the name itself', ['shop.cn'], ['*.shop.cn'], ['shop.cn']],
  ['a wildcard wants a wildcard', ['*.shop.cn'], ['*.shop.cn'], []],
])('covers %s', (_why, wanted, names, expected) => expect(uncovered(wanted, names)).toEqual(expected));

describe('the state of a certificate', () => {
  const of = (status: string, reason: string) => certificateState({ status: { conditions: [{ type: 'Ready', status, reason }] } } as never);
  it.each([
    ['True', 'Valid', 'ready'],
    ['True', 'ExpiresSoon', 'degraded'],
    ['False', 'Expired', 'failed'],
  ])('%s %s is %s', (status, reason, state) => expect(of(status, reason)).toEqual({ state, reason }));
  it('is not known before the platform has looked', () => expect(certificateState({} as never).state).toBe('unknown'));
});

it('finds the Secrets that nobody watches', () => {
  const certificates = [{ metadata: { name: 'shop', namespace: 't' }, spec: { secretRef: { name: 'shop-tls' } } }];
  const secrets = [
    { metadata: { name: 'shop-tls', namespace: 't' }, type: 'kubernetes.io/tls' },
    { metadata: { name: 'old-tls', namespace: 't' }, type: 'kubernetes.io/tls' },
    { metadata: { name: 'password', namespace: 't' }, type: 'Opaque' },
  ];
  const listeners = [
    { name: 'https', tls: { certificateRefs: [{ name: 'front' }, { name: 'shop-tls', namespace: 't' }] } },
    { name: 'http' },
  ];
  const gateways = [{ metadata: { name: 'default', namespace: 's' }, spec: { listeners } }];
  expect(unwatchedSecrets(certificates as never, gateways as never, secrets as never)).toEqual([
    { namespace: 's', secret: 'front', listeners: ['s/default/https'] },
    { namespace: 't', secret: 'old-tls', listeners: [] },
  ]);
});
