import { describe, expect, it } from 'vitest';
import { gatewayFitsForm, gatewayOf, gatewayProblems, gatewayValues, newListener } from './gateway-values.ts';

const words = {
  nameRule: 'name',
  nameTwice: 'twice',
  portRule: 'port',
  hostRule: 'host',
  labelRule: 'labels',
};
const before = {
  metadata: { name: 'default', namespace: 'dizuo-system' },
  spec: {
    gatewayClassName: 'dizuo',
    tls: { frontend: { default: {} } },
    listeners: [
      { name: 'http', port: 8421, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'HTTPRoute' }] } },
      {
        name: 'https',
        port: 8443,
        protocol: 'HTTPS',
        hostname: '*.gov.cn',
        tls: { mode: 'Terminate', certificateRefs: [{ name: 'front' }, { namespace: 't-a', name: 'shop' }] },
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { zone: 'public' } } } },
      },
    ],
  },
} as unknown as Parameters<typeof gatewayValues>[0];

describe('the form of a Gateway', () => {
  it('changes nothing where nothing is changed', () => {
    expect(gatewayOf(gatewayValues(before), before)).toEqual({ metadata: before.metadata, spec: before.spec });
  });

  it('keeps what it does not show with a listener that is renamed', () => {
    const values = gatewayValues(before);
    const [http] = values.listeners;
    const changed = gatewayOf({ ...values, listeners: http ? [{ ...http, name: 'plain', hostname: 'a.cn' }] : [] }, before);
    expect(changed.spec).toHaveProperty('listeners', [
      {
        name: 'plain',
        port: 8421,
        protocol: 'HTTP',
        hostname: 'a.cn',
        allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'HTTPRoute' }] },
      },
    ]);
  });

  it('makes a new one of the platform’s class, in its namespace', () => {
    const listener = { ...newListener('HTTPS'), port: 443, certificates: ['front'] };
    expect(gatewayOf({ name: 'public', listeners: [listener] }, undefined)).toEqual({
      metadata: { namespace: 'dizuo-system', name: 'public' },
      spec: {
        gatewayClassName: 'dizuo',
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            tls: { mode: 'Terminate', certificateRefs: [{ name: 'front' }] },
            allowedRoutes: { namespaces: { from: 'All' } },
          },
        ],
      },
    });
  });

  it.each([
    ['a name', { name: 'No' }, 'name', 'name'],
    ['a name twice', { name: 'http' }, 'name', 'twice'],
    ['no port', { name: 'x', port: undefined }, 'port', 'port'],
    ['a host name', { name: 'x', hostname: 'http://x' }, 'hostname', 'host'],
    ['labels', { name: 'x', from: 'Selector' as const, labels: 'zone' }, 'allowedRoutes', 'labels'],
  ])('says what is wrong with %s', (_why, part, field, problem) => {
    const listeners = [
      { ...newListener(), port: 80 },
      { ...newListener(), port: 80, ...part },
    ];
    expect(gatewayProblems({ name: 'x', listeners }, words)).toEqual({ [`spec.listeners[1].${field}`]: problem });
  });

  it('leaves what it cannot show to YAML', () => {
    expect(gatewayFitsForm(before)).toBe(true);
    const odd = { ...before, spec: { ...before.spec, listeners: [{ name: 'x', port: 1, protocol: 'TCP' }] } };
    expect(gatewayFitsForm(odd as typeof before)).toBe(false);
  });
});
