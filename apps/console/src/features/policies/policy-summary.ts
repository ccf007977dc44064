import type { ObjectOf } from '@dizuo/api';
import type { Speech } from '../../i18n/use-words.ts';
import { type PolicyObject, type PolicyPlural, pluralOf, type policyKinds } from './policy-kinds.ts';

type SpecOf<P extends PolicyPlural> = ObjectOf<(typeof policyKinds)[P]>['spec'];
type Words = Pick<Speech, 't'>;

const summaries: { [P in PolicyPlural]: (spec: SpecOf<P>, words: Words) => string[] } = {
  authpolicies(spec, { t }) {
    const { session, jwt, apiKey, hmac, mutualTls } = spec.authentication ?? { session: true };
    return [
      ...(session ? [t('policies.auth.session')] : []),
      ...(jwt?.map(({ name }) => `JWT ${name}`) ?? []),
      ...(apiKey ? [t('policies.auth.apiKey')] : []),
      ...(hmac ? [t('policies.auth.hmac')] : []),
      ...(mutualTls ? [t('policies.auth.mutualTls')] : []),
    ];
  },
  ratelimitpolicies: (spec, { t }) =>
    spec.limits.map(({ requests, period = '1s', per = 'Client' }) =>
      t('policies.limit.summary', { n: requests, period, per: t(`policies.limit.perWords.${per}`) }),
    ),
  backendpolicies: (spec, { t }) => [
    ...(spec.loadBalancing ? [t(`policies.backend.types.${spec.loadBalancing.type}`)] : []),
    ...(spec.healthCheck ? [t('policies.backend.health')] : []),
    ...(spec.outlierDetection ? [t('policies.backend.outlier')] : []),
    ...(spec.circuitBreaker ? [t('policies.backend.breaker')] : []),
    ...(spec.retry ? [t('policies.backend.retry')] : []),
    ...(spec.timeouts ? [t('policies.backend.timeouts')] : []),
    ...(spec.connections ? [t('policies.backend.connections')] : []),
  ],
  canarypolicies: (spec) => [`${spec.stable.name} → ${spec.canary.name}`, spec.steps.map(({ percent }) => `${percent} %`).join(' → ')],
  transformpolicies(spec, { t }) {
    const count = (of: SpecOf<'transformpolicies'>['requestHeaders']) =>
      (of?.set?.length ?? 0) + (of?.add?.length ?? 0) + (of?.remove?.length ?? 0);
    const [request, response] = [count(spec.requestHeaders), count(spec.responseHeaders)];
    return [
      ...(request > 0 ? [t('policies.transform.headersChanged', { n: request })] : []),
      ...(response > 0 ? [t('policies.transform.answersChanged', { n: response })] : []),
      ...(spec.path ? [t('policies.transform.pathChanged')] : []),
      ...(spec.cors ? ['CORS'] : []),
    ];
  },
};

/** What a policy does, in a few words each. */
export function policySummary(policy: PolicyObject, words: Words): string[] {
  return (summaries[pluralOf(policy)] as (spec: PolicyObject['spec'], words: Words) => string[])(policy.spec, words);
}
