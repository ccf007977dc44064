import {
  type AuthPolicy,
  type BackendPolicy,
  type CanaryPolicy,
  type FieldError,
  gatewayApiGroup,
  gatewayGroup,
  type PolicyTarget,
  type RateLimitPolicy,
  say,
  type TransformPolicy,
  workloadGroup,
} from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { authPolicyErrors } from './auth-policy.admission.ts';
import { durationMs } from './duration.ts';
import { corsErrors, headerErrors, isPlainPath, plainPathRule, required, wrong } from './field-errors.ts';

const routeTargets = { Gateway: gatewayApiGroup, HTTPRoute: gatewayApiGroup, GRPCRoute: gatewayApiGroup };
const backendTargets = { Workload: workloadGroup, Upstream: gatewayGroup };
const longestPeriodMs = 86_400_000;

export const authPolicyAdmission: Admission<typeof AuthPolicy> = {
  validate: ({ spec }, { subresource }) => (subresource ? [] : [...targetErrors(spec.targetRefs, routeTargets), ...authPolicyErrors(spec)]),
};

export const rateLimitPolicyAdmission: Admission<typeof RateLimitPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    return [
      ...targetErrors(spec.targetRefs, routeTargets),
      ...spec.limits.flatMap((limit, i) => {
        const at = `spec.limits[${i}]`;
        const errors = pathListErrors(limit.paths, `${at}.paths`);
        const periodMs = durationMs(limit.period ?? '1s');
        if (periodMs < 100 || periodMs > longestPeriodMs)
          errors.push(wrong(`${at}.period`, say('LimitPeriod')`must be between 100ms and 24h`));
        if (limit.per === 'Header' && !limit.header) errors.push(required(`${at}.header`, say('HeaderNeeded')`is needed for per: Header`));
        if (limit.per !== 'Header' && limit.header) errors.push(wrong(`${at}.header`, say('HeaderNotNeeded')`belongs to per: Header`));
        return errors;
      }),
    ];
  },
};

export const transformPolicyAdmission: Admission<typeof TransformPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    return [
      ...targetErrors(spec.targetRefs, routeTargets),
      ...headerErrors(spec.requestHeaders, 'spec.requestHeaders'),
      ...headerErrors(spec.responseHeaders, 'spec.responseHeaders'),
      ...(spec.cors ? corsErrors(spec.cors, 'spec.cors') : []),
    ];
  },
};

export const backendPolicyAdmission: Admission<typeof BackendPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    const errors = targetErrors(spec.targetRefs, backendTargets);
    const { type, consistentHash } = spec.loadBalancing ?? {};
    if (type === 'ConsistentHash' && !consistentHash)
      errors.push(required('spec.loadBalancing.consistentHash', say('HashNeeded')`is needed for type ConsistentHash`));
    if (type !== 'ConsistentHash' && consistentHash)
      errors.push(wrong('spec.loadBalancing.consistentHash', say('HashNotNeeded')`belongs to type ConsistentHash`));
    if ((consistentHash?.by === 'Header' || consistentHash?.by === 'Cookie') && !consistentHash.name)
      errors.push(required('spec.loadBalancing.consistentHash.name', say('NameNeededFor')`is needed for by: ${consistentHash.by}`));
    const { errorPercent, slowRequest, maxConcurrent } = spec.circuitBreaker ?? { maxConcurrent: 1 };
    if (errorPercent === undefined && !slowRequest && maxConcurrent === undefined)
      errors.push(required('spec.circuitBreaker', say('BreakerEmpty')`needs errorPercent, slowRequest or maxConcurrent`));
    return errors;
  },
};

export const canaryPolicyAdmission: Admission<typeof CanaryPolicy> = {
  validate({ spec }, { subresource }) {
    if (subresource) return [];
    const errors = targetErrors(spec.targetRefs, { HTTPRoute: gatewayApiGroup, GRPCRoute: gatewayApiGroup });
    for (const part of ['stable', 'canary'] as const)
      if (backendTargets[spec[part].kind as keyof typeof backendTargets] !== spec[part].group)
        errors.push(wrong(`spec.${part}.kind`, say('VersionKind')`is Workload of group apps.dizuo or Upstream of group gateway.dizuo`));
    if (spec.stable.kind === spec.canary.kind && spec.stable.name === spec.canary.name)
      errors.push(wrong('spec.canary.name', say('VersionTwice')`is the old version too; name the new one`));
    for (let i = 1; i < spec.steps.length; i += 1)
      if ((spec.steps[i]?.percent ?? 0) <= (spec.steps[i - 1]?.percent ?? 0))
        errors.push(wrong(`spec.steps[${i}].percent`, say('StepsRise')`must be greater than that of the step before`));
    const { by, name } = spec.sticky ?? {};
    if ((by === 'Header' || by === 'Cookie') && !name)
      errors.push(required('spec.sticky.name', say('NameNeededFor')`is needed for by: ${by}`));
    if (spec.analysis?.interval && durationMs(spec.analysis.interval) < 5000)
      errors.push(wrong('spec.analysis.interval', say('AnalysisTooFast')`must be at least 5s: data planes report about every ten seconds`));
    return errors;
  },
};

function targetErrors(refs: readonly PolicyTarget[], allowed: Readonly<Record<string, string>>): FieldError[] {
  return refs.flatMap(({ group, kind }, i) =>
    allowed[kind] === group
      ? []
      : [
          {
            field: `spec.targetRefs[${i}].kind`,
            reason: 'FieldValueNotSupported',
            message: say('PolicyTargetKind')`is none that this policy attaches to: ${namesOf(allowed)}`,
          },
        ],
  );
}

function namesOf(allowed: Readonly<Record<string, string>>): string {
  return Object.entries(allowed)
    .map(([name, of]) => `${name} (group ${of})`)
    .join(', ');
}

function pathListErrors(paths: readonly string[] | undefined, at: string): FieldError[] {
  return (paths ?? []).flatMap((path, i) => (isPlainPath(path) ? [] : [wrong(`${at}[${i}]`, plainPathRule)]));
}
