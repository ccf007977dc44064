import type { KubeObject, LedgerException, ObjectOf } from '@dizuo/api';
import type { State } from '../../parts/states.ts';

export type ExceptionObject = ObjectOf<typeof LedgerException> & KubeObject;
export type ExceptionPhase = NonNullable<NonNullable<ExceptionObject['status']>['phase']>;

const states: Record<ExceptionPhase, State> = {
  Pending: 'pending',
  SentBack: 'pending',
  Rejected: 'failed',
  Withdrawn: 'stopped',
  Granted: 'ready',
  Expired: 'degraded',
};

export function exceptionPhase({ status }: Pick<ExceptionObject, 'status'>): { phase: ExceptionPhase; state: State } {
  const phase = status?.phase ?? 'Pending';
  return { phase, state: states[phase] };
}

export const exceptionPath = ({ metadata }: Pick<ExceptionObject, 'metadata'>): string =>
  `/gov/exceptions/${metadata.namespace}/${metadata.name}`;
