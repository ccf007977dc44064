import { assessmentPath, InformationSystem, IntegrationRules, invalid, LargeSystem, notFound, type PairAnswer } from '@dizuo/api';
import type { ListScope, NamespaceScope, Route, RouteCall } from '@dizuo/kernel';
import { overviewOf } from './assessment-figures.ts';
import {
  clusterRowsOf,
  doubleEntryRowsOf,
  graphOf,
  type PairFilter,
  pairsOf,
  type SystemFilter,
  systemOf,
  systemSorts,
  systemsOf,
} from './assessment-lists.ts';
import { rowOf } from './assessment-rows.ts';
import type { AssessmentView } from './assessment-view.ts';
import { rulesErrors } from './integration-rules.admission.ts';
import { type LiveAssessment, rulesName } from './live-assessment.ts';
import { previewOf } from './rules-preview.ts';
import { type IntegrationRulesSpec, rulesOf } from './standard-rules.ts';

const text = { type: 'string', maxLength: 253 };
const namespace = { namespace: text };
const page = { limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 }, offset: { type: 'integer', minimum: 0, default: 0 } };
const rulesSchema = withoutExtensions((IntegrationRules.body.properties as { spec: object }).spec);

/** Reads the assessment of what the caller may see. */
export function assessmentRoutes(live: LiveAssessment): Route[] {
  const get = (path: string, query: object, answer: (view: AssessmentView, call: RouteCall) => unknown): Route => ({
    method: 'GET',
    path: `${assessmentPath}${path}`,
    access: { kind: 'signed-in', why: 'tells of systems that the caller may list, and of nothing else: asked for below' },
    schema: { querystring: { type: 'object', properties: { ...namespace, ...query } } },
    handler: async (call) => answer(await live.view(...(await seen(call))), call),
  });
  return [
    get('', {}, (view) => overviewOf(view)),
    get(
      '/pairs',
      {
        ...page,
        system: text,
        department: text,
        search: text,
        minimum: { type: 'number', minimum: 0, maximum: 1 },
        between: { enum: ['same', 'across'] },
      },
      (view, { query }) => pairsOf(view, query as unknown as PairFilter),
    ),
    get('/pair', { a: text, b: text }, (view, { query }) => pairAnswer(view, String(query.a ?? ''), String(query.b ?? ''))),
    get('/clusters', {}, (view) => ({ items: clusterRowsOf(view) })),
    get('/double-entries', {}, (view) => ({ items: doubleEntryRowsOf(view) })),
    get('/graph', {}, (view) => graphOf(view)),
    get(
      '/systems',
      {
        ...page,
        department: text,
        level: text,
        search: text,
        counted: { type: 'boolean' },
        activity: text,
        contract: text,
        way: text,
        minDebt: { type: 'integer', minimum: 0 },
        overlapping: { type: 'boolean' },
        sort: { enum: [...systemSorts] },
        descending: { type: 'boolean' },
      },
      (view, { query }) => systemsOf(view, query as unknown as SystemFilter),
    ),
    get('/systems/:namespace/:name', {}, (view, { params }) => found(systemOf(view, keyIn(params)), keyIn(params))),
    {
      method: 'POST',
      path: `${assessmentPath}/preview`,
      access: { kind: 'signed-in', why: 'reckons with systems that the caller may list, and changes nothing: asked for below' },
      schema: {
        querystring: { type: 'object', properties: namespace },
        body: { type: 'object', required: ['spec'], properties: { spec: rulesSchema } },
      },
      handler: async (call) => preview(live, await seen(call), (call.body as { spec: IntegrationRulesSpec }).spec),
    },
  ];
}

async function preview(live: LiveAssessment, scopes: [NamespaceScope, NamespaceScope], spec: IntegrationRulesSpec): Promise<unknown> {
  const fields = rulesErrors(spec);
  if (fields.length > 0) throw invalid({ kind: IntegrationRules.kind, name: rulesName }, { fields });
  return previewOf(await live.view(...scopes), await live.preview(...scopes, rulesOf(spec)));
}

/** Namespaces whose systems, and whose large systems, the caller may list: in one namespace, or wherever it is. */
async function seen({ scope, query, params }: RouteCall): Promise<[NamespaceScope, NamespaceScope]> {
  const within = params.namespace ?? (query.namespace as string | undefined);
  const asked = { verb: 'list', ...(within ? { namespace: within } : {}) };
  const systems = await scope({ ...asked, resource: InformationSystem.id });
  const large = await scope({ ...asked, resource: LargeSystem.id });
  return [namespacesOf(systems), namespacesOf(large)];
}

/** Scopes by single objects are not ours: where a policy should ever decide so, nothing is seen. */
function namespacesOf({ namespaces, anyOf }: ListScope): NamespaceScope {
  return anyOf ? [] : namespaces;
}

function pairAnswer(view: AssessmentView, a: string, b: string): PairAnswer {
  const [x, y] = [view.assessed(a), view.assessed(b)];
  const overlap = view.overlap(a, b);
  return { a: rowOf(view, found(x, a)), b: rowOf(view, found(y, b)), overlap: found(overlap, b) };
}

/** The schema without Kubernetes' own keywords, which the validator of requests does not know. */
function withoutExtensions(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (key, value) => (key.startsWith('x-') ? undefined : value));
}

function keyIn({ namespace: place, name }: Record<string, string>): string {
  return `${place}/${name}`;
}

function found<T>(value: T | undefined, key: string): T {
  if (value !== undefined) return value;
  const [place, name = ''] = key.split('/');
  throw notFound({ kind: InformationSystem.kind, name, ...(place ? { namespace: place } : {}) });
}
