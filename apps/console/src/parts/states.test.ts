import type { Condition, KubeObject } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { stateOf, stateOfWord, whyNotReady } from './states.ts';

const condition = (type: string, status: Condition['status'], reason = 'X'): Condition => ({
  type,
  status,
  reason,
  message: `${type} ${status}`,
  lastTransitionTime: '',
});
const object = (status: unknown, deletionTimestamp?: string) =>
  ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', ...(deletionTimestamp ? { deletionTimestamp } : {}) }, status }) as KubeObject;

describe('stateOf', () => {
  it.each([
    [object({ phase: 'Ready' }), 'ready', 'a phase says it'],
    [object({ phase: 'Ready' }, 'now'), 'progressing', 'what is being deleted is on its way, whatever its phase'],
    [object({ phase: 'SentBack' }), 'pending', 'waits for its sender'],
    [object({ phase: 'Somewhere' }), 'unknown', 'a phase of a newer server'],
    [object(undefined), 'unknown', 'nothing is known yet'],
    [object({ conditions: [condition('Ready', 'True')] }), 'ready', 'conditions where there is no phase'],
    [object({ conditions: [condition('Ready', 'True'), condition('Progressing', 'True')] }), 'progressing', 'well, but changing'],
    [object({ conditions: [condition('Ready', 'True'), condition('Degraded', 'True')] }), 'degraded', 'a fault outweighs readiness'],
    [object({ conditions: [condition('Ready', 'False', 'DeliveryFailed')] }), 'failed', 'the reason says that it failed'],
    [object({ conditions: [condition('Accepted', 'Unknown')] }), 'progressing', 'not decided yet'],
    [object({ parents: [{ conditions: [condition('Accepted', 'True')] }] }), 'ready', 'routes keep conditions by parent'],
    [object({ ancestors: [{ conditions: [condition('Accepted', 'False')] }] }), 'degraded', 'policies by what they are attached to'],
    [object({ phase: 'Returned' }), 'failed', 'a canary that was taken back'],
  ])('%#: %s is %s', (given, state) => expect(stateOf(given)).toBe(state));

  it('knows nothing of a word that is not there', () => expect(stateOfWord(undefined)).toBe('unknown'));
});

describe('whyNotReady', () => {
  it.each<[KubeObject, string | undefined, string]>([
    [
      object({ conditions: [condition('Progressing', 'False'), condition('Ready', 'True')] }),
      undefined,
      'no progress going on is no fault',
    ],
    [object({ conditions: [condition('Ready', 'False')] }), 'Ready False', 'the condition that is not met'],
    [object({ conditions: [condition('OverSize', 'True')] }), 'OverSize True', 'a fault that is there'],
  ])('%#: %s', (given, why, _reason) => expect(whyNotReady(given)?.message).toBe(why));
});
