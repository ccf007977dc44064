import { SurveyResponse } from '@dizuo/api';
import type { DecidedKind } from './decided-kind.ts';

const words = {
  Pending: 'Submitted',
  SentBack: 'SentBack',
  Approved: 'SignedOff',
  Rejected: 'SentBack',
  Withdrawn: 'Open',
  Failed: 'SentBack',
} as const;

/** A department's answer to a survey: its head signs. */
export const decidedSurveyResponse: DecidedKind<typeof SurveyResponse> = {
  name: 'survey-response-decision',
  kind: SurveyResponse,
  run: ({ spec, status }) =>
    status?.phase !== 'Closed' && (spec.submitted || status?.processInstanceRef) ? { definition: 'survey-sign-off', round: 1 } : undefined,
  title: ({ spec }) => spec.surveyRef,
  requester: ({ spec }) => spec.submitter ?? '',
  department: ({ spec }) => spec.departmentRef,
  withdrawn: () => false,
  asked: ({ spec, status }) => status?.phase === 'SentBack' && spec.submitted === true,
  show(response, view, common) {
    const { status } = response;
    const last = view.decisions.at(-1);
    const { askedGeneration: _asked, comment: _said, processInstanceRef: _run, signedBy: _by, signedAt: _at, ...own } = status ?? {};
    return {
      ...response,
      status: {
        ...own,
        ...common,
        phase: status?.phase === 'Closed' ? 'Closed' : words[view.phase],
        ...(view.phase === 'Approved' && last ? { signedBy: last.by, signedAt: last.at } : {}),
      },
    };
  },
};
