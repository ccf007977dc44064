import { type FieldError, type HumanTask, type Sentence, say } from '@dizuo/api';
import { type Admission, rfc3339 } from '@dizuo/kernel';

const needComment = new Set(['reject', 'sendBack']);

/** A decision is made once, by whom the task is for, with a reason where one is due. Everything else of a task is the platform's. */
export const humanTaskAdmission: Admission<typeof HumanTask> = {
  default(task, { old, principal, now, operation, subresource }) {
    if (operation !== 'update' || subresource || !old || old.spec.outcome || !task.spec.outcome) return;
    if (principal.type === 'user') task.spec.completedBy = principal.name;
    task.spec.completedAt = rfc3339(now);
  },
  validate(task, { old, operation, subresource }) {
    if (operation !== 'update' || subresource || !old) return [];
    const { outcome, comment } = task.spec;
    if (old.spec.outcome) {
      return unchanged(old.spec, task.spec, [])
        ? []
        : [forbidden('spec', say('TaskDecided')`this task is decided already; it cannot be changed`)];
    }
    if (old.status?.phase === 'Cancelled') return [forbidden('spec.outcome', say('TaskTakenBack')`this task was taken back`)];
    const errors: FieldError[] = [];
    if (!unchanged(old.spec, task.spec, ['outcome', 'comment', 'completedBy', 'completedAt'])) {
      errors.push(forbidden('spec', say('TaskFieldsFixed')`only outcome and comment can be set`));
    }
    if (outcome && !task.spec.outcomes.includes(outcome)) {
      errors.push({
        field: 'spec.outcome',
        reason: 'FieldValueNotSupported',
        message: say('OutcomeUnknown')`choose one of ${task.spec.outcomes.join(', ')}`,
      });
    }
    if (outcome && needComment.has(outcome) && !comment?.trim()) {
      errors.push({
        field: 'spec.comment',
        reason: 'FieldValueRequired',
        message: say('CommentRequired')`give the reason: the requester will read it`,
      });
    }
    return errors;
  },
};

function forbidden(field: string, message: Sentence): FieldError {
  return { field, reason: 'FieldValueForbidden', message };
}

function unchanged(old: object, next: object, except: readonly string[]): boolean {
  const rest = (spec: object) =>
    JSON.stringify(
      Object.entries(spec)
        .filter(([key]) => !except.includes(key))
        .sort(),
    );
  return rest(old) === rest(next);
}
