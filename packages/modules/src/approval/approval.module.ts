import { type FieldError, HumanTask, ProcessDefinition, ProcessInstance, Request } from '@dizuo/api';
import { type Module, type Store, serve } from '@dizuo/kernel';
import type pg from 'pg';
import { humanTaskAdmission } from './human-task.admission.ts';
import { processDefinitionAdmission } from './process-definition.admission.ts';
import { approvalStatements, processInstanceController } from './process-instance.controller.ts';
import { requestAdmission } from './request.admission.ts';

export const approvalKinds = [Request, ProcessDefinition, ProcessInstance, HumanTask] as const;
export const approvalMigrations = { name: 'approval', directory: new URL('./migrations/', import.meta.url) };
export { approvalStatements };

export interface ApprovalOptions {
  store: Store;
  systemPool: pg.Pool;
  /** Checks an order's values against the plan's form. */
  parameterErrors(schema: Record<string, unknown>, parameters: Record<string, unknown>, at: string): FieldError[];
}

/** Orders, and the BPMN processes that decide on them. */
export function approvalModule({ store, systemPool, parameterErrors }: ApprovalOptions): Module {
  return {
    name: 'approval',
    kinds: [
      serve(Request, requestAdmission(store, parameterErrors)),
      serve(ProcessDefinition, processDefinitionAdmission),
      serve(ProcessInstance),
      serve(HumanTask, humanTaskAdmission),
    ],
    controllers: [processInstanceController(systemPool)],
    migrations: approvalMigrations.directory,
    statements: approvalStatements,
  };
}
