import { describe, expect, it } from 'vitest';
import { newRule, type RuleValues, ruleFitsForm, ruleOf, ruleProblems, ruleValues } from './rule-values.ts';

const workload = (name: string, more: object = {}) => ({ group: 'apps.dizuo', kind: 'Workload', name, ...more });
const plain = {
  matches: [{ path: { type: 'PathPrefix' as const, value: '/a' } }],
  backendRefs: [workload('a')],
  timeouts: { request: '5s' },
};
const shared = {
  matches: [{ path: { type: 'Exact' as const, value: '/b' }, method: 'POST' as const }],
  backendRefs: [workload('a', { weight: 9, port: 8080 }), { group: 'gateway.dizuo', kind: 'Upstream', name: 'b', weight: 1 }],
};
const words = { due: 'due', pathRule: 'path', backendTwice: 'twice', weightRule: 'weight' };

describe('the form of a rule', () => {
  it.each([
    ['a path', plain],
    ['a method and shares', shared],
  ])('changes nothing of %s where nothing is changed', (_why, rule) => expect(ruleOf(ruleValues(rule, 0), [rule])).toEqual(rule));

  it('keeps with a rule what it does not show, wherever the rule moves', () => {
    const values = [ruleValues(shared, 1), ruleValues(plain, 0)];
    expect(values.map((v) => ruleOf(v, [plain, shared]))).toEqual([shared, plain]);
  });

  it('writes no weight where all goes to one backend', () => {
    const values = ruleValues(shared, 0);
    expect(ruleOf({ ...values, shares: values.shares.slice(0, 1) }, [shared]).backendRefs).toEqual([workload('a', { port: 8080 })]);
  });

  it.each([
    ['several matches', { ...plain, matches: [...plain.matches, ...shared.matches] }, false],
    ['headers', { ...plain, matches: [{ headers: [{ name: 'x', value: 'y' }] }] }, false],
    ['a regular expression', { ...plain, matches: [{ path: { type: 'RegularExpression' as const, value: '/.*' } }] }, false],
    ['filters', { ...plain, filters: [{ type: 'CORS' as const }] }, false],
    ['a backend of another tenant', { backendRefs: [workload('a', { namespace: 'other' })] }, false],
    ['no backend', { matches: plain.matches }, false],
    ['shares', shared, true],
    ['no match at all', { backendRefs: [workload('a')] }, true],
  ])('with %s fits: %s', (_why, rule, expected) => expect(ruleFitsForm(rule)).toBe(expected));

  const good = { ...newRule({ kind: 'Workload', backend: 'a', weight: 1 }) };
  const two = [...good.shares, { kind: 'Workload' as const, backend: 'a', weight: undefined }];
  it.each<[string, Partial<RuleValues>, Record<string, string>]>([
    ['nothing', {}, {}],
    ['a path without slash', { path: 'x' }, { 'r.matches[0].path.value': 'path' }],
    ['no backend', { shares: [{ kind: 'Upstream', backend: '', weight: 1 }] }, { 'r.backendRefs[0].name': 'due' }],
    ['a backend twice, without weight', { shares: two }, { 'r.backendRefs[1].name': 'twice', 'r.backendRefs[1].weight': 'weight' }],
  ])('says of %s what is wrong', (_why, part, expected) => expect(ruleProblems({ ...good, ...part }, 'r', words)).toEqual(expected));
});
