import { describe, expect, it } from 'vitest';
import {
  type CallValues,
  examplePath,
  type GrpcRuleValues,
  grpcRuleFitsForm,
  grpcRuleOf,
  grpcRuleProblems,
  grpcRuleValues,
  newCall,
  newGrpcRule,
} from './grpc-rule-values.ts';
import { newShare } from './share-values.ts';

const permits = { group: 'apps.dizuo', kind: 'Workload', name: 'permits' };
const service = { method: { type: 'Exact' as const, service: 'district.permits.v1.Permits', method: 'GetPermit' } };
const region = { headers: [{ name: 'x-region', type: 'RegularExpression' as const, value: 'east|west' }] };
const kept = { name: 'permits', sessionPersistence: { sessionName: 's' } };

describe('the form of a rule of a GRPCRoute', () => {
  it.each([
    ['a service and method', { matches: [service], backendRefs: [permits] }],
    ['headers, with or without a service', { matches: [{ ...service, ...region }, region], backendRefs: [permits] }],
    ['every call', { backendRefs: [permits] }],
    ['what the form does not show', { ...kept, matches: [service], backendRefs: [{ ...permits, port: 90 }] }],
    [
      'shares',
      {
        matches: [service],
        backendRefs: [
          { ...permits, weight: 3 },
          { ...permits, name: 'new', weight: 1 },
        ],
      },
    ],
  ])('changes nothing of %s where nothing is changed', (_why, rule) => expect(grpcRuleOf(grpcRuleValues(rule, 0), [rule])).toEqual(rule));

  it('keeps what stands beside a match that takes every call', () => {
    const rule = grpcRuleOf({ ...newGrpcRule(newShare('Workload', 'permits')), calls: [{ ...newCall(), service: 'a.B' }, newCall()] }, []);
    expect(rule).toEqual({ matches: [{ method: { type: 'Exact', service: 'a.B' } }, {}], backendRefs: [permits] });
  });

  it.each([
    ['filters', { filters: [{ type: 'RequestHeaderModifier' as const }], backendRefs: [permits] }, false],
    ['a backend of another tenant', { backendRefs: [{ ...permits, namespace: 'other' }] }, false],
    ['no backend', { matches: [service] }, false],
    [
      'regular expressions and headers',
      { matches: [{ method: { type: 'RegularExpression' as const, service: '.*' } }, region], backendRefs: [permits] },
      true,
    ],
  ])('with %s fits: %s', (_why, rule, expected) => expect(grpcRuleFitsForm(rule)).toBe(expected));

  const words = {
    due: 'due',
    backendTwice: 'twice',
    weightRule: 'weight',
    serviceRule: 'service',
    methodRule: 'method',
    headerRule: 'header',
  };
  const good = newGrpcRule(newShare('Workload', 'permits'));
  const call = (values: Partial<CallValues>): Partial<GrpcRuleValues> => ({ calls: [{ ...newCall(), ...values }] });
  it.each<[string, Partial<GrpcRuleValues>, Record<string, string>]>([
    ['nothing', {}, {}],
    ['a path for a service', call({ service: '/a.B' }), { 'r.matches[0].method.service': 'service' }],
    ['a method with a dot', call({ method: 'B.Get' }), { 'r.matches[0].method.method': 'method' }],
    ['a regular expression', call({ type: 'RegularExpression', service: 'a\\..*', method: 'Get|List' }), {}],
    [
      'a header without a value, and one without a name',
      call({
        headers: [
          { name: 'x', type: 'Exact', value: '' },
          { name: '', type: 'Exact', value: 'y' },
        ],
      }),
      { 'r.matches[0].headers[0].value': 'due', 'r.matches[0].headers[1].name': 'header' },
    ],
    ['no backend', { shares: [newShare()] }, { 'r.backendRefs[0].name': 'due' }],
  ])('says of %s what is wrong', (_why, part, expected) => expect(grpcRuleProblems({ ...good, ...part }, 'r', words)).toEqual(expected));

  it.each([
    ['its own call', call({ service: 'a.B', method: 'Get' }), '/a.B/Get'],
    ['any method of its service', call({ service: 'a.B' }), '/a.B/Method'],
    ['any call', {}, '/package.Service/Method'],
    ['no expression', call({ type: 'RegularExpression', service: 'a.*' }), '/package.Service/Method'],
  ])('tries %s', (_why, part, path) => expect(examplePath({ ...good, ...part })).toBe(path));
});
