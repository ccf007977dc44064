import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate, Gateway, ObjectOf, ReferenceGrant, Secret } from '@dizuo/api';
import { loadCertificates } from '@dizuo/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { listenersOf, renderCertificateStatus } from './certificate.controller.ts';
import { compileListeners, type Listener } from './listener.compile.ts';

const secrets = new Map<string, ObjectOf<typeof Secret>>();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret = (namespace: string, name: string, type: string, data: Record<string, string>) => {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)]));
  secrets.set(`${namespace}/${name}`, { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type, data: encoded });
};

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-listener-'));
  const { authority, certificate, key } = await loadCertificates(directory, ['a.cn', '*.b.cn']);
  rmSync(directory, { recursive: true });
  secret('one', 'good', 'kubernetes.io/tls', { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority });
  secret('two', 'good', 'kubernetes.io/tls', { 'tls.crt': certificate, 'tls.key': key });
  secret('one', 'opaque', 'Opaque', { 'tls.crt': certificate, 'tls.key': key });
  secret('one', 'broken', 'kubernetes.io/tls', { 'tls.crt': 'Hello world\n', 'tls.key': key });
});

const compile = (
  listeners: Partial<Listener>[],
  part: Partial<ObjectOf<typeof Gateway>['spec']> = {},
  grants: ObjectOf<typeof ReferenceGrant>[] = [],
) => {
  const gateway: ObjectOf<typeof Gateway> = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'one', name: 'g' },
    spec: { gatewayClassName: 'dizuo', ...part, listeners: listeners.map((l, i) => ({ name: `l${i}`, port: 80, protocol: 'HTTP', ...l })) },
  };
  return compileListeners(gateway, { port: 80, protocol: 'HTTP', otherPorts: true }, secrets, grants);
};
const told = (...args: Parameters<typeof compile>) =>
  [...compile(...args).outcomes.values()].map((o) =>
    [o.accepted?.reason, o.conflicted?.reason, o.resolved?.reason, o.index === undefined ? 'off' : 'on'].filter(Boolean).join(' '),
  );
const https = (...names: string[]) => ({ port: 443, protocol: 'HTTPS', tls: { certificateRefs: names.map((name) => ({ name })) } });

describe('compileListeners', () => {
  it.each<[string, Parameters<typeof compile>[0], string[]]>([
    ['plain', [{}], ['on']],
    ['another protocol', [{ protocol: 'TCP' }], ['UnsupportedProtocol off']],
    [
      'two protocols on one port',
      [{}, https('good'), { protocol: 'HTTP', port: 443 }],
      ['on', 'ProtocolConflict off', 'ProtocolConflict off'],
    ],
    ['host names of their own', [{ hostname: 'a.cn' }, { hostname: 'b.cn' }, {}], ['on', 'on', 'on']],
    ['a certificate', [https('good')], ['on']],
    ['no certificate', [{ port: 443, protocol: 'HTTPS' }], ['UnsupportedValue off']],
    ['a Secret that is not there', [https('gone')], ['InvalidCertificateRef off']],
    ['a Secret of another type', [https('opaque')], ['InvalidCertificateRef off']],
    ['no certificate inside', [https('broken')], ['InvalidCertificateRef off']],
    ['one good of two', [https('good', 'gone')], ['InvalidCertificateRef on']],
    [
      'another namespace without leave',
      [{ ...https(), tls: { certificateRefs: [{ name: 'good', namespace: 'two' }] } }],
      ['RefNotPermitted off'],
    ],
    ['another kind', [{ ...https(), tls: { certificateRefs: [{ kind: 'Bag', name: 'good' }] } }], ['InvalidCertificateRef off']],
    ['an unknown kind of route', [{ allowedRoutes: { kinds: [{ kind: 'TCPRoute' }, { kind: 'HTTPRoute' }] } }], ['InvalidRouteKinds on']],
  ])('%s', (_why, listeners, expected) => expect(told(listeners)).toEqual(expected));

  it('takes a certificate of another namespace that grants it', () => {
    const grant: ObjectOf<typeof ReferenceGrant> = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { namespace: 'two', name: 'g' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'one' }],
        to: [{ group: '', kind: 'Secret', name: 'good' }],
      },
    };
    const { listeners, certificates } = compile([{ ...https(), tls: { certificateRefs: [{ name: 'good', namespace: 'two' }] } }], {}, [
      grant,
    ]);
    expect(listeners).toEqual([{ name: 'l0', port: 443, protocol: 'HTTPS', certificates: [0] }]);
    expect(certificates.map((c) => [c.id, c.hosts])).toEqual([['two/good', ['*.b.cn', 'a.cn']]]);
    expect(certificates[0]?.privateKey).toContain('PRIVATE KEY');
  });

  it('asks for client certificates of the authorities that the Gateway names', () => {
    const ref = (name: string) => ({ group: '', kind: 'Secret', name });
    const tls = (...names: string[]) => ({ frontend: { default: { validation: { caCertificateRefs: names.map(ref) } } } });
    const good = compile([https('good')], { tls: tls('good') });
    expect(good.listeners[0]?.clientCertificates?.mode).toBe('AllowValidOnly');
    expect(good.listeners[0]?.clientCertificates?.caCertificates).toContain('BEGIN CERTIFICATE');
    expect(told([https('good')], { tls: tls('gone') })).toEqual(['NoValidCACertificate InvalidCACertificateRef off']);
  });
});

describe('renderCertificateStatus', () => {
  const state = (dnsNames: string[], name: string | undefined, at: Date) => {
    const object: ObjectOf<typeof Certificate> = {
      apiVersion: 'gateway.dizuo/v1alpha1',
      kind: 'Certificate',
      metadata: { namespace: 'one', name: 'c' },
      spec: { dnsNames, secretRef: { name: 'good' } },
    };
    const condition = renderCertificateStatus(object, name ? secrets.get(`one/${name}`) : undefined, [], at)?.conditions?.[0];
    return `${condition?.status} ${condition?.reason}`;
  };
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000);
  it.each([
    ['good', ['a.cn', 'x.b.cn'], 'good', 0, 'True Valid'],
    ['a name that it is not for', ['c.cn'], 'good', 0, 'False NamesMissing'],
    ['a wildcard stands for one label', ['y.x.b.cn'], 'good', 0, 'False NamesMissing'],
    ['near its end', ['a.cn'], 'good', 380, 'True ExpiresSoon'],
    ['ended', ['a.cn'], 'good', 400, 'False Expired'],
    ['no Secret', ['a.cn'], undefined, 0, 'False InvalidSecret'],
    ['no certificate in it', ['a.cn'], 'broken', 0, 'False InvalidSecret'],
  ])('%s', (_why, names, name, days, expected) => expect(state(names, name, soon(days))).toBe(expected));

  it('tells which listeners use it', () => {
    const gateway = (namespace: string, ref: { name: string; namespace?: string }): ObjectOf<typeof Gateway> => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace, name: 'g' },
      spec: { gatewayClassName: 'dizuo', listeners: [{ name: 'l', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [ref] } }] },
    });
    const gateways = [
      gateway('one', { name: 'good' }),
      gateway('two', { name: 'good' }),
      gateway('three', { name: 'good', namespace: 'one' }),
    ];
    expect(listenersOf(gateways, 'one', 'good')).toEqual(['one/g/l', 'three/g/l']);
  });
});
