import { decisionController } from './decision.controller.ts';
import { decidedDisposition } from './disposition.decision.ts';
import { decidedProject } from './it-project.decision.ts';
import { decidedException } from './ledger-exception.decision.ts';
import { decidedSurveyResponse } from './survey-response.decision.ts';

/** One for each kind that a process decides on. */
export const decisionControllers = [
  decisionController(decidedDisposition),
  decisionController(decidedException),
  decisionController(decidedProject),
  decisionController(decidedSurveyResponse),
];

const file = (name: string) => new URL(`./${name}.bpmn`, import.meta.url);

/** Diagrams of the processes, as every platform starts with them. */
export const decisionProcesses = [
  {
    name: 'disposition-decision',
    appliesTo: 'Disposition',
    zh: '处置方案审批',
    en: 'Decision on a disposition',
    file: file('disposition-decision'),
  },
  {
    name: 'ledger-exception',
    appliesTo: 'LedgerException',
    zh: '台账例外审批',
    en: 'Decision on a ledger exception',
    file: file('ledger-exception'),
  },
  {
    name: 'ledger-exception-expiry',
    appliesTo: 'LedgerException',
    zh: '台账例外到期处理',
    en: 'A ledger exception has ended',
    file: file('ledger-exception-expiry'),
  },
  { name: 'project-gate', appliesTo: 'ItProject', zh: '信息化项目把关', en: 'Project gate', file: file('project-gate') },
  {
    name: 'survey-sign-off',
    appliesTo: 'SurveyResponse',
    zh: '系统调研签署',
    en: 'Sign-off of a survey answer',
    file: file('survey-sign-off'),
  },
] as const;
