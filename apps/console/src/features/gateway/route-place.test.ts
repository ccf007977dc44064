import { describe, expect, it } from 'vitest';
import { defaultGateway, firstOrigin, hostsOf, newPlace, placeOf, placeProblems, placeValues } from './route-place.ts';

const own = { name: 'inner', sectionName: 'grpc' };
const platforms = { name: 'default', namespace: 'dizuo-system' };
const route = (spec: object) => ({ metadata: { name: 'a', namespace: 't' }, spec });
const words = { due: 'due', nameRule: 'name', hostRule: 'host' };

describe('where a route is published', () => {
  it.each([
    ['host names and gateways, with a listener', { hostnames: ['a.cn', '*.b.cn'], parentRefs: [platforms, own] }],
    ['no host name', { parentRefs: [own] }],
    ['what else the route says', { parentRefs: [own], useDefaultGateways: 'None' }],
  ])('changes nothing of %s where nothing is changed', (_why, spec) => expect(placeOf(placeValues(route(spec)), 't', spec)).toEqual(spec));

  it('takes away a gateway, and adds one, its own without the namespace', () => {
    const values = placeValues(route({ parentRefs: [platforms, own] }));
    expect(values.gateways).toEqual([defaultGateway, 't/inner']);
    expect(placeOf({ ...values, gateways: ['t/inner', 't/outer'] }, 't', { parentRefs: [platforms, own] })).toEqual({
      parentRefs: [own, { name: 'outer' }],
    });
    expect(placeOf({ ...newPlace, name: 'a', hosts: 'a.cn,\n b.cn' }, 't', undefined)).toEqual({
      parentRefs: [platforms],
      hostnames: ['a.cn', 'b.cn'],
    });
  });

  it.each([
    ['nothing', {}, {}],
    ['an address for a host name', { hosts: 'a.cn\nhttp://b.cn/x' }, { 'spec.hostnames': 'host' }],
    ['a bad name and no gateway', { name: 'A b', gateways: [] }, { 'metadata.name': 'name', 'spec.parentRefs': 'due' }],
  ])('says of %s what is wrong', (_why, part, expected) =>
    expect(placeProblems({ ...newPlace, name: 'a', ...part }, words)).toEqual(expected),
  );

  it.each([
    ['the gateway’s own address', '', 'http://127.0.0.1:8421'],
    ['the first host name', 'a.cn\nb.cn', 'http://a.cn:8421'],
    ['one that is no wildcard', '*.a.cn\nb.cn', 'http://b.cn:8421'],
    ['nothing that is being typed', 'a..', 'http://127.0.0.1:8421'],
  ])('is reached at %s', (_why, hosts, origin) => expect(firstOrigin({ ...newPlace, hosts }, 'http://127.0.0.1:8421')).toBe(origin));

  it('reads host names however they are divided', () => expect(hostsOf({ ...newPlace, hosts: ' a.cn\n\nb.cn, c.cn ' })).toHaveLength(3));
});
