import { Consumer, DiscoveryFinding, HTTPRoute, InformationSystem, type Kind, Upstream, Workload } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { isSettled, type TrafficWorld, trafficNews } from './traffic-findings.ts';

const at = new Date('2026-11-24T02:00:00Z');
// biome-ignore lint/suspicious/noExplicitAny: objects of several kinds, as far as they matter here
const object = (kind: Kind, key: string, spec: object, labels: Record<string, string> = {}): any => {
  const [namespace = '', name = ''] = key.split('/');
  return { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { namespace, name, uid: `uid-${key}`, labels }, spec };
};
const system = (key: string, spec: object = {}) =>
  object(InformationSystem, key, { displayName: key, departmentRef: 'd', level: 'district', ...spec });
const keyed = (...objects: ReturnType<typeof object>[]) => new Map(objects.map((o) => [`${o.metadata.namespace}/${o.metadata.name}`, o]));
const upstreamTo = (host: string, port: number, displayName?: string) =>
  object(Upstream, 'a/up', { addresses: [{ host, port }], ...(displayName ? { displayName } : {}) });

function news(world: Partial<TrafficWorld>, { backend = 'Upstream/a/up', consumer = '' } = {}) {
  const whole = { routes: new Map(), upstreams: new Map(), workloads: new Map(), consumers: new Map(), systems: [], ...world };
  const callers = consumer ? [{ rule: 'a/site/0', consumer, requests: 3, at }] : [];
  const { seen, findings } = trafficNews([{ rule: 'a/site/0', backend, requests: 5, at }], callers, whole);
  return { seen: [...seen.keys()], findings: findings.map(({ metadata, spec }) => ({ namespace: metadata.namespace, ...spec })) };
}

describe('traffic is a system’s', () => {
  it.each<[why: string, spec: object, host: string, port: number, known: boolean]>([
    ['by address', { addresses: ['10.1.2.3:8080'] }, '10.1.2.3', 8080, true],
    ['by the port of its scheme', { addresses: ['https://old.example/home'] }, 'old.example', 443, true],
    ['by the host it stands on', { hosting: { hosts: [{ name: 'one', address: '10.1.2.3' }] } }, '10.1.2.3', 9000, true],
    ['whatever the case', { addresses: ['OLD.example:80'] }, 'old.EXAMPLE', 80, true],
    ['but not on another port', { addresses: ['10.1.2.3:8080'] }, '10.1.2.3', 8081, false],
  ])('%s', (_why, spec, host, port, known) => {
    const { seen, findings } = news({ upstreams: keyed(upstreamTo(host, port)), systems: [system('a/old', spec)] });
    expect(seen).toEqual(known ? ['a/old'] : []);
    expect(findings.map(({ finding }) => finding)).toEqual(known ? [] : ['system']);
  });

  it('not where two share the host', () => {
    const spec = { hosting: { hosts: [{ name: 'one', address: '10.1.2.3' }] } };
    expect(news({ upstreams: keyed(upstreamTo('10.1.2.3', 80)), systems: [system('a/x', spec), system('a/y', spec)] }).seen).toEqual([]);
  });

  it('not where another tenant says that the address is its own', () =>
    expect(news({ upstreams: keyed(upstreamTo('10.1.2.3', 80)), systems: [system('b/spy', { addresses: ['10.1.2.3:80'] })] }).seen).toEqual(
      [],
    ));

  it('by the label of the route', () => {
    const routes = keyed(object(HTTPRoute, 'a/site', {}, { 'integration.dizuo/system': 'old' }));
    expect(news({ routes, upstreams: keyed(upstreamTo('10.9.9.9', 80)), systems: [system('a/old')] }).seen).toEqual(['a/old']);
  });

  it('by the application that it is', () => {
    const workloads = keyed(object(Workload, 'a/web', { applicationRef: 'app' }));
    const systems = [system('a/old', { realisedBy: 'app' })];
    expect(news({ workloads, systems }, { backend: 'Workload/a/web' })).toEqual({ seen: ['a/old'], findings: [] });
    expect(news({ workloads, systems: [] }, { backend: 'Workload/a/web' })).toEqual({ seen: [], findings: [] });
  });
});

describe('a finding', () => {
  it('names a system that the inventory does not have, for the tenant whose route it is', () =>
    expect(news({ upstreams: keyed(upstreamTo('10.1.2.3', 80, '老系统')) }).findings).toEqual([
      {
        namespace: 'a',
        source: 'gateway',
        finding: 'system',
        displayName: '老系统',
        addresses: ['10.1.2.3:80'],
        routeRef: 'site',
        upstreamRef: 'up',
        seenAt: '2026-11-24T02:00:00Z',
      },
    ]));

  it.each([
    ['retired', { lifecycle: 'retired' }, ['activity']],
    ['suspended', { lifecycle: 'suspended' }, ['activity']],
    ['used by nobody', { use: { monthlyActive: 0 } }, ['activity']],
    ['running', { lifecycle: 'running', use: { monthlyActive: 4 } }, []],
  ])('contradicts one that is said to be %s', (_why, spec, expected) => {
    const systems = [system('a/old', { addresses: ['10.1.2.3:80'], ...spec })];
    expect(news({ upstreams: keyed(upstreamTo('10.1.2.3', 80)), systems }).findings.map(({ finding }) => finding)).toEqual(expected);
  });

  const old = (interfaces: object[] = []) => system('a/old', { addresses: ['10.1.2.3:80'], interfaces });
  const upstreams = keyed(upstreamTo('10.1.2.3', 80));

  it('tells who calls it', () => {
    const systems = [old(), system('b/caller', { displayName: '调用方系统' })];
    const consumers = keyed(object(Consumer, 'b/caller', { displayName: '程序' }));
    expect(news({ upstreams, systems, consumers }, { consumer: 'b/caller' }).findings).toMatchObject([
      {
        namespace: 'a',
        finding: 'interface',
        systemRef: 'old',
        interfaces: [{ name: '调用方系统', direction: 'serves', tenant: 'b', systemRef: 'caller', protocol: 'HTTP' }],
      },
    ]);
  });

  it.each<[why: string, systems: ReturnType<typeof system>[]]>([
    ['by the one that is called', [old([{ name: 'x', direction: 'serves', tenant: 'b', systemRef: 'caller' }]), system('b/caller')]],
    [
      'by the one that calls',
      [old(), system('b/caller', { interfaces: [{ name: 'x', direction: 'calls', tenant: 'a', systemRef: 'old' }] })],
    ],
  ])('says nothing of a link that is recorded %s', (_why, systems) =>
    expect(news({ upstreams, systems }, { consumer: 'b/caller' }).findings).toEqual([]),
  );

  it('names a program that is no system in words', () =>
    expect(news({ upstreams, systems: [old()] }, { consumer: 'b/batch' }).findings).toMatchObject([
      { interfaces: [{ counterpart: 'b/batch', direction: 'serves' }] },
    ]));
});

describe('an open finding', () => {
  const finding = (spec: object) => object(DiscoveryFinding, 'a/gw-1', { source: 'gateway', displayName: 'x', seenAt: '', ...spec });

  it.each<[why: string, spec: object, systems: ReturnType<typeof system>[], settled: boolean]>([
    ['the address was entered', { finding: 'system', addresses: ['10.1.2.3:80'] }, [system('a/n', { addresses: ['10.1.2.3:80'] })], true],
    ['nobody entered it', { finding: 'system', addresses: ['10.1.2.3:80'] }, [system('a/n')], false],
    ['the owner says that it is used', { finding: 'activity', systemRef: 'n' }, [system('a/n', { lifecycle: 'running' })], true],
    ['the system went', { finding: 'activity', systemRef: 'n' }, [], true],
    [
      'the link was recorded',
      { finding: 'interface', systemRef: 'n', interfaces: [{ name: 'b/batch', direction: 'serves', counterpart: 'b/batch' }] },
      [system('a/n', { interfaces: [{ name: 'batch', direction: 'serves', counterpart: 'b/batch' }] })],
      true,
    ],
  ])('is settled or not: %s', (_why, spec, systems, settled) => expect(isSettled(finding(spec), systems)).toBe(settled));
});
