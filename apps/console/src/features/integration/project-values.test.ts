import { describe, expect, it } from 'vitest';
import { type BudgetLine, budgetOf, type ProjectSpec, projectProblems } from './project-values.ts';

const words = { required: 'required', twice: 'twice' };
const whole: Partial<ProjectSpec> = {
  displayName: '智慧公园',
  departmentRef: 'bureau',
  category: 'build',
  purpose: '公园管理',
  budget: [{ name: '软件', kind: 'software', amount: 100 }],
};

describe('a project', () => {
  it.each([
    ['complete', {}, {}],
    ['without a name', { displayName: ' ' }, { 'spec.displayName': 'required' }],
    [
      'with a line that is not filled in',
      { budget: [{ name: '', kind: 'other' } as BudgetLine] },
      { 'spec.budget[0].name': 'required', 'spec.budget[0].amount': 'required' },
    ],
    [
      'with a line twice',
      { budget: [1, 2].map((amount) => ({ name: '软件', kind: 'software' as const, amount })) },
      { 'spec.budget[1].name': 'twice' },
    ],
  ])('%s', (_why, changes, problems) => expect(projectProblems({ ...whole, ...changes }, words)).toEqual(problems));

  it('costs the sum of its lines; what has no amount yet counts nothing', () =>
    expect(budgetOf({ budget: [{ amount: 3 }, {}, { amount: 4 }] as BudgetLine[] })).toBe(7));
});
