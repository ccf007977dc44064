import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bpmnProblems, type ProcessStep, step } from './bpmn-engine.ts';

const bpmn = readFileSync(new URL('../flows/order-approval.bpmn', import.meta.url), 'utf8');
const variables = { requester: 'developer' };

async function decide(from: ProcessStep, outcome: string): Promise<ProcessStep> {
  const [task] = from.waiting;
  if (!task) throw new Error('nothing waits');
  // As after a restart: the state has been through the database.
  const state = JSON.parse(JSON.stringify(from.state));
  return step(bpmn, variables, state, { elementId: task.elementId, executionId: task.executionId, outcome });
}

describe('order approval', () => {
  it('waits for the operator first', async () => {
    const begun = await step(bpmn, variables);
    expect(begun).toMatchObject({
      ended: false,
      waiting: [{ elementId: 'review', candidateRoles: ['operator'], outcomes: ['approve', 'reject', 'sendBack'] }],
    });
  });

  it.each([
    [['approve'], 'approved'],
    [['reject'], 'rejected'],
    [['sendBack', 'submit', 'approve'], 'approved'],
    [['sendBack', 'submit', 'sendBack', 'submit', 'reject'], 'rejected'],
  ])('%j ends %s', async (outcomes, end) => {
    let at = await step(bpmn, variables);
    for (const outcome of outcomes) at = await decide(at, outcome);
    expect(at).toMatchObject({ ended: true, outcome: end, waiting: [] });
  });

  it('sends back to the requester, as another visit each time', async () => {
    const first = await decide(await step(bpmn, variables), 'sendBack');
    expect(first.waiting).toMatchObject([{ elementId: 'revise', candidateUsers: ['developer'], outcomes: ['submit'] }]);
    const second = await decide(await decide(first, 'submit'), 'sendBack');
    expect(second.waiting[0]?.executionId).not.toBe(first.waiting[0]?.executionId);
  });
});

describe('texts that cannot be run', () => {
  const process = (inner: string) =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dizuo="https://dizuo.dev/bpmn/1"><process id="p" isExecutable="true">${inner}</process></definitions>`;
  it.each([
    ['no XML', 'hello', /not BPMN/],
    ['nothing to run', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', /one process/],
    [
      'a script',
      process('<scriptTask id="s" scriptFormat="js"><script>1</script></scriptTask><endEvent id="e"/>'),
      /s: bpmn:ScriptTask is not run here/,
    ],
    ['a task for nobody', process('<userTask id="t"/><endEvent id="e"/>'), /t: .*who decides/],
    ['no end', process('<startEvent id="s"/>'), /never ends/],
  ])('%s', async (_what, text, message) => {
    expect((await bpmnProblems(text)).join('; ')).toMatch(message);
  });
});
