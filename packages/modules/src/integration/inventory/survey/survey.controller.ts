import { alreadyExists, chinaDay, type ObjectOf, Survey, SurveyResponse, say, Tenant } from '@dizuo/api';
import { defineController, type ReconcileContext, withCondition } from '@dizuo/kernel';

type SurveyObject = ObjectOf<typeof Survey>;
type ResponseObject = ObjectOf<typeof SurveyResponse>;

/** One answer in every tenant that is asked, named after the survey; and how far they are. */
export const surveyController = defineController({
  name: 'survey',
  kind: Survey,
  watches: [
    { kind: SurveyResponse, map: ({ spec }) => [{ name: (spec as ResponseObject['spec']).surveyRef }] },
    { kind: Tenant, map: () => [] },
  ],
  resyncSeconds: 600,
  async reconcile(key, { client, event, crashPoint }) {
    const survey = await client.get(Survey, key);
    if (!survey || survey.metadata.deletionTimestamp) return;
    const responses: ResponseObject[] = [];
    for (const namespace of survey.spec.tenants) {
      const response = await keepResponse(survey, namespace, client);
      crashPoint('survey/asked');
      if (response) responses.push(response);
    }
    const today = chinaDay(new Date());
    const answered = responses.filter(({ status }) => status?.phase === 'SignedOff').length;
    const overdue = survey.spec.dueOn < today ? responses.length - answered : 0;
    const done = answered === responses.length && responses.length > 0;
    const condition = done
      ? { status: 'True' as const, reason: 'Answered', message: '' }
      : {
          status: 'False' as const,
          reason: 'Waiting',
          ...{ message: say('SurveyWaits')`${answered} of ${responses.length} departments have answered` },
        };
    const shown = await client.modify(
      Survey,
      key,
      (now) => ({
        ...now,
        status: {
          ...now.status,
          asked: responses.length,
          answered,
          overdue,
          observedGeneration: survey.metadata.generation,
          conditions: withCondition(now.status?.conditions, { type: 'Answered', ...condition }),
        },
      }),
      'status',
    );
    if (shown && done && survey.status?.answered !== answered)
      await event(survey, 'Normal', 'Answered', say('SurveyAnswered')`every department has answered`);
    return { requeueAfterMs: 3_600_000 };
  },
});

/** The tenant's answer, with what the survey says now. */
async function keepResponse({ metadata, spec }: SurveyObject, namespace: string, client: ReconcileContext['client']) {
  const { name, uid = '' } = metadata;
  const key = { namespace, name };
  const tenant = await client.get(Tenant, { name: namespace });
  // A tenant that has gone is asked nothing.
  if (!tenant || tenant.metadata.deletionTimestamp) return undefined;
  const known = await client.get(SurveyResponse, key);
  if (!known) {
    try {
      return await client.create(SurveyResponse, {
        metadata: { ...key, ownerReferences: [{ apiVersion: Survey.apiVersion, kind: Survey.kind, name, uid, controller: true }] },
        spec: { surveyRef: name, departmentRef: tenant.spec.departmentRef, dueOn: spec.dueOn },
      });
    } catch (error) {
      if (!alreadyExists.is(error)) throw error;
      return client.get(SurveyResponse, key);
    }
  }
  if (known.spec.dueOn !== spec.dueOn)
    await client.modify(SurveyResponse, key, (now) => ({ ...now, spec: { ...now.spec, dueOn: spec.dueOn } }));
  return known;
}
