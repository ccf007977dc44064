import { HumanTask, ProcessInstance } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';

/** Ends a run: its open tasks are taken back. */
export async function endRun(client: ObjectClient, namespace: string, name: string): Promise<void> {
  await client.modify(ProcessInstance, { namespace, name }, (process) =>
    process.spec.cancelled ? undefined : { ...process, spec: { ...process.spec, cancelled: true } },
  );
}

/** Answers the task "revise" of a run in the name of the requester, who has changed what was sent back. */
export async function answerRevise(client: ObjectClient, namespace: string, run: string, requester: string): Promise<void> {
  const tasks = await client.list(HumanTask, { namespace, fields: [{ path: 'spec.processInstanceRef', op: '=', value: run }] });
  const waiting = tasks.find((task) => task.spec.elementId === 'revise' && task.status?.phase === 'Open' && !task.spec.outcome);
  if (!waiting) return;
  await client.update(HumanTask, { ...waiting, spec: { ...waiting.spec, outcome: 'submit', completedBy: requester } });
}
