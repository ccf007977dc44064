import type { ProcessDefinition } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { bpmnProblems } from './bpmn-engine.ts';

export const processDefinitionAdmission: Admission<typeof ProcessDefinition> = {
  async validate({ spec }) {
    const problems = await bpmnProblems(spec.bpmn);
    return problems.map((message) => ({ field: 'spec.bpmn', reason: 'FieldValueInvalid' as const, message }));
  },
};
