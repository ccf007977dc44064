import { type FieldError, type ObjectOf, type SurveyResponse, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

type ResponseObject = ObjectOf<typeof SurveyResponse>;

/** The platform asks; the department says when everything is filled in. Who said so is kept. What was submitted is the head's to send back. */
export const surveyResponseAdmission: Admission<typeof SurveyResponse> = {
  default({ spec }, { old, principal, subresource }) {
    if (subresource) return;
    const before = old?.spec;
    delete spec.submitter;
    const again = spec.submitted && old?.status?.phase === 'SentBack' && spec.comment !== before?.comment;
    const submitter = spec.submitted && (!before?.submitted || again) ? principal.name : before?.submitter;
    if (submitter) spec.submitter = submitter;
  },
  validate(response, { old, principal, subresource }) {
    if (subresource || principal.type === 'controller') return [];
    return [...(old ? changeErrors(response, old) : []), ...submissionErrors(response, old)];
  },
};

function changeErrors({ spec }: ResponseObject, old: ResponseObject): FieldError[] {
  const fixed = (['surveyRef', 'departmentRef', 'dueOn'] as const).filter((key) => spec[key] !== old.spec[key]);
  return fixed.map((key) => ({
    field: `spec.${key}`,
    reason: 'FieldValueForbidden' as const,
    message: say('SurveySays')`follows from the survey and cannot be changed here; set it back to ${old.spec[key]}`,
  }));
}

function submissionErrors({ spec }: ResponseObject, old: ResponseObject | undefined): FieldError[] {
  const phase = old?.status?.phase;
  const forbidden = (message: ReturnType<ReturnType<typeof say>>): FieldError[] => [
    { field: 'spec.submitted', reason: 'FieldValueForbidden', message },
  ];
  if (old?.spec.submitted && !spec.submitted)
    return forbidden(say('SubmittedStays')`was submitted; the head sends it back where something is missing`);
  const changed = spec.submitted !== old?.spec.submitted || spec.comment !== old?.spec.comment;
  if (phase === 'Closed' && changed) return forbidden(say('SurveyClosed')`the survey is closed; ask the operator`);
  const open = old?.status?.incomplete ?? 0;
  const submits = spec.submitted && (!old?.spec.submitted || phase === 'SentBack');
  if (!submits || open === 0 || spec.comment?.trim()) return [];
  const message = say('IncompleteWhy')`${open} systems still have open fields; fill them in, or say here why they stay open`;
  return [{ field: 'spec.comment', reason: 'FieldValueRequired', message }];
}
