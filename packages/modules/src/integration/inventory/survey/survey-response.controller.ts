import { chinaDay, InformationSystem, type ObjectOf, openFields, Survey, SurveyResponse, say } from '@dizuo/api';
import { defineController, type ReconcileContext, rfc3339 } from '@dizuo/kernel';
import { dueReminder, reminderDays } from './survey-reminder.ts';

type ResponseObject = ObjectOf<typeof SurveyResponse>;

/** Keeps what is still open in a department's answer, and reminds of it. The decision of the head is another controller's. */
export function surveyResponseController() {
  /** Names of the answers in each tenant, so that a change of a system finds them. */
  const open = new Map<string, Set<string>>();
  return defineController({
    name: 'survey-response',
    kind: SurveyResponse,
    watches: [
      {
        kind: InformationSystem,
        map: ({ metadata: { namespace = '' } }) => [...(open.get(namespace) ?? [])].map((name) => ({ namespace, name })),
      },
      {
        kind: Survey,
        map: ({ metadata, spec }) =>
          (spec as ObjectOf<typeof Survey>['spec']).tenants.map((namespace) => ({ namespace, name: metadata.name })),
      },
    ],
    gatherMs: 250,
    resyncSeconds: 900,
    async reconcile(key, context) {
      const { client } = context;
      const { namespace = '', name } = key;
      const response = await client.get(SurveyResponse, key);
      const survey = response && (await client.get(Survey, { name: response.spec.surveyRef }));
      if (!response || !survey || response.metadata.deletionTimestamp) {
        open.get(namespace)?.delete(name);
        return;
      }
      open.set(namespace, (open.get(namespace) ?? new Set()).add(name));
      const systems = await client.list(InformationSystem, { namespace });
      const incomplete = systems.filter(({ spec }) => openFields(spec, survey.spec.fields).length > 0).length;
      const settled = response.status?.phase === 'SignedOff' || response.status?.phase === 'Closed';
      const remindedAt =
        settled || survey.spec.closed ? undefined : await remind(response, survey.spec.remindDaysBefore ?? [], incomplete, context);
      await client.modify(
        SurveyResponse,
        key,
        (now) => ({
          ...now,
          status: {
            ...now.status,
            systems: systems.length,
            incomplete,
            phase: phaseOf(now, survey.spec.closed ?? false),
            ...(remindedAt ? { remindedAt } : {}),
          },
        }),
        'status',
      );
      return { requeueAfterMs: 3_600_000 };
    },
  });
}

function phaseOf({ status }: ResponseObject, closed: boolean): NonNullable<ResponseObject['status']>['phase'] {
  const phase = status?.phase ?? 'Open';
  if (closed) return phase === 'SignedOff' ? phase : 'Closed';
  // Opened again.
  return phase === 'Closed' ? (status?.processInstanceRef ? 'Submitted' : 'Open') : phase;
}

async function remind(response: ResponseObject, before: readonly number[], incomplete: number, { event, crashPoint }: ReconcileContext) {
  const now = new Date();
  const today = chinaDay(now);
  const { dueOn } = response.spec;
  const { remindedAt } = response.status ?? {};
  const due = dueReminder(reminderDays(dueOn, before), today, remindedAt && chinaDay(new Date(remindedAt)));
  if (!due) return undefined;
  if (due > dueOn)
    await event(response, 'Warning', 'Overdue', say('SurveyOverdue')`the answer was due on ${dueOn}; ${incomplete} systems are incomplete`);
  else
    await event(response, 'Warning', 'DueSoon', say('SurveyDueSoon')`the answer is due on ${dueOn}; ${incomplete} systems are incomplete`);
  crashPoint('survey/reminded');
  return rfc3339(now);
}
